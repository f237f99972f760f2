import { suggestFunction } from './calls/suggest-function.ts'
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
      hint: hintForMethod(step),
    })
  }
  if (step.type !== 'name') return reduction.refuse(step, refusedNode(step))
  return reduceName(step, String(step.value), reduction)
}

/** `plan.contains("pro")` */
function hintForMethod({ procedure }: AstNode): string {
  const name = String(procedure?.value ?? procedure?.steps?.[0]?.value)
  const hint = suggestFunction(`$${name}`)
  return hint.startsWith('write') ? hint : 'write the call around the path: $lowercase(name)'
}

function reduceName(step: AstNode, name: string, reduction: Reduction): string | null {
  const isBare = reduction.source.slice(0, step.position).endsWith(name)
  if (isBare ? isPlainName(name) : name !== '') return name
  return reduction.refuse(step, {
    code: 'expression-syntax',
    message: `\`${name}\` is not the name of an attribute`,
    hint: hintForName(name),
  })
}

/** White space that is none to JSONata, and characters that nobody sees. */
const UNSEEN = /[\p{Z}\p{C}]/u

function hintForName(name: string): string {
  if (/[“”„‘’«»]/.test(name)) return 'strings are in straight quotes: "pro"'
  const [unseen] = UNSEEN.exec(name) ?? []
  if (unseen === undefined || unseen === ' ')
    return `a name with characters other than letters, digits and _ goes in backquotes: \`${name}\``
  const code = (unseen.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')
  return `it holds a character that is not seen, U+${code}: write a space, or nothing`
}
