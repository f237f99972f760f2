import { isPlainName } from './format-path.ts'
import type { AstNode } from './jsonata-ast.ts'
import type { Reduced, Reduction } from './reduction.ts'
import { REFUSED_PREDICATE, refusedNode, refusedVariable } from './refused-syntax.ts'

export function reducePath(node: AstNode, reduction: Reduction): Reduced | null {
  const names: string[] = []
  for (const step of node.steps ?? []) {
    const name = reduceStep(step, reduction)
    if (name === null) return null
    names.push(name)
  }
  return { tree: ['.', ...names], kind: 'any', constant: false }
}

function reduceStep(step: AstNode, reduction: Reduction): string | null {
  if (step.stages !== undefined || step.predicate !== undefined || step.keepArray === true) {
    return reduction.refuse(step, REFUSED_PREDICATE)
  }
  if (step.group !== undefined) return reduction.refuse(step, refusedNode({ type: 'object' }))
  if (step.focus !== undefined || step.index !== undefined) {
    return reduction.refuse(step, refusedNode({ type: 'bind' }))
  }
  if (step.type === 'variable') return reduction.refuse(step, refusedVariable(String(step.value)))
  if (step.type === 'function') {
    return reduction.refuse(step, {
      code: 'not-in-language',
      message: 'a call inside a path is not part of the language',
      hint: 'write the call around the path: $lowercase(name)',
    })
  }
  if (step.type !== 'name') return reduction.refuse(step, refusedNode(step))
  return reduceName(step, String(step.value), reduction)
}

function reduceName(step: AstNode, name: string, reduction: Reduction): string | null {
  const isQuoted = '`"\''.includes(reduction.source.charAt((step.position ?? 0) - 1))
  if (isQuoted ? name !== '' : isPlainName(name)) return name
  return reduction.refuse(step, {
    code: 'expression-syntax',
    message: `\`${name}\` is not the name of an attribute`,
    hint: /[“”„‘’]/.test(name)
      ? 'strings are in straight quotes: "pro"'
      : `a name with characters other than letters, digits and _ goes in backquotes: \`${name}\``,
  })
}
