import { parseInstant } from '../../../parse-instant.ts'
import type { Expression, ExpressionFunction } from '../../expression.ts'
import type { AstNode } from '../jsonata-ast.ts'
import type { ProblemText, Reduced, Reduction } from '../reduction.ts'
import { refusedNode } from '../refused-syntax.ts'
import { canonicalBlock, explainBlock } from './cidr-block.ts'
import { findSignature, usageOf, type Parameter, type Signature } from './function-signatures.ts'
import { canonicalRange } from './version-range.ts'
import { reduceRegex } from './reduce-regex.ts'
import { suggestFunction } from './suggest-function.ts'

export function reduceCall(node: AstNode, reduction: Reduction): Reduced | null {
  const name = findName(node, reduction)
  if (name === null) return null
  const signature = findSignature(name)
  if (signature === undefined) return reduction.refuse(node, unknownFunction(name))
  const args = node.arguments ?? []
  const parameters = parametersFor(args.length, signature)
  if (args.length !== parameters.length)
    return reduction.refuse(node, wrongArity(name, signature, args.length))
  if (name === '$contains' && args[1]?.type === 'regex') return reduceMatch(args, signature, reduction)
  const reduced = args.map((argument) => reduction.reduce(argument))
  if (reduced.includes(null)) return null
  const parts = reduced as Reduced[]
  for (const [i, parameter] of parameters.entries()) {
    const mistake = findMistake(name, parameter, parts[i] as Reduced)
    if (mistake !== undefined) return reduction.refuse(args[i] as AstNode, mistake)
  }
  return {
    tree: [name, ...parts.map(({ tree }, i) => canonical(tree, parameters[i]))],
    kind: signature.result,
    constant: name !== '$segment' && parts.every(({ constant }) => constant),
  }
}

function reduceMatch(
  [text, regex]: readonly AstNode[],
  { parameters: [parameter] }: Signature,
  reduction: Reduction,
): Reduced | null {
  const reduced = reduction.reduce(text as AstNode)
  const parts = reduceRegex(regex as AstNode, reduction)
  if (reduced === null || parts === null) return null
  const mistake = findMistake('$contains', parameter as Parameter, reduced)
  if (mistake !== undefined) return reduction.refuse(text as AstNode, mistake)
  return { tree: ['$matches', reduced.tree, ...parts], kind: 'boolean', constant: reduced.constant }
}

/** The parameters that so many arguments are for; another number where that cannot be. */
function parametersFor(count: number, { parameters, repeats }: Signature): readonly Parameter[] {
  const last = parameters.at(-1)
  if (repeats === undefined || last === undefined || count < parameters.length) return parameters
  return [...parameters, ...Array.from({ length: count - parameters.length }, () => last)]
}

function findName({ procedure }: AstNode, reduction: Reduction): ExpressionFunction | null {
  if (procedure?.type === 'variable') return `$${String(procedure.value)}`
  if (procedure?.type !== 'path')
    return reduction.refuse(procedure as AstNode, refusedNode({ type: 'lambda' }))
  const path = (procedure.steps ?? []).map(({ value }) => String(value)).join('.')
  return reduction.refuse(procedure, {
    code: 'unknown-function',
    message: `\`${path}\` is not a function: the names of functions begin with $`,
    hint: suggestFunction(`$${path}`),
  })
}

function unknownFunction(name: string): ProblemText {
  const message = `${name} is not a function of the language`
  return { code: 'unknown-function', message, hint: suggestFunction(name) }
}

function wrongArity(name: string, signature: Signature, given: number): ProblemText {
  const { parameters, repeats } = signature
  const count = parameters.length === 1 ? '1 argument' : `${parameters.length} arguments`
  return {
    code: 'wrong-arity',
    message: `${name} takes ${repeats ? 'at least ' : ''}${count}, not ${given}`,
    hint: `write ${usageOf(name, signature)}`,
  }
}

function findMistake(name: string, parameter: Parameter, { tree, kind }: Reduced): ProblemText | undefined {
  if (parameter.literal && typeof tree !== 'string') {
    return {
      code: 'wrong-type',
      message: `the ${parameter.name} that ${name} takes is a string in quotes`,
      hint: 'it is part of the expression: $segment("eu-customers"), $semver(version, ">=2.1"), $cidr(ip, "10.0.0.0/8")',
    }
  }
  if (parameter.kind !== 'any' && kind !== 'any' && kind !== parameter.kind) {
    const given = kind === 'null' ? 'null' : `a ${kind}`
    return {
      code: 'wrong-type',
      message: `the ${parameter.name} that ${name} takes is a ${parameter.kind}, not ${given}`,
      hint:
        parameter.kind === 'list'
          ? 'write a list: ["pro", "team"]'
          : 'text goes in double quotes; $string(…) makes text of anything',
    }
  }
  const syntax = syntaxOf(tree, parameter)
  return syntax?.canonical(tree as string) === undefined ? syntax?.problem(tree as string) : undefined
}

/** As the evaluator reads it. */
function canonical(tree: Expression, parameter: Parameter | undefined): Expression {
  return syntaxOf(tree, parameter)?.canonical(tree as string) ?? tree
}

interface Syntax {
  /** Undefined when the text is none of it. */
  canonical(text: string): string | undefined
  problem(text: string): ProblemText
}

function syntaxOf(tree: Expression, parameter: Parameter | undefined): Syntax | undefined {
  return parameter?.syntax && typeof tree === 'string' ? SYNTAXES[parameter.syntax] : undefined
}

const SYNTAXES: Readonly<Record<NonNullable<Parameter['syntax']>, Syntax>> = {
  block: { canonical: canonicalBlock, problem: explainBlock },
  range: {
    canonical: canonicalRange,
    problem: (text) => ({
      code: 'invalid-range',
      message: `"${text}" is not a version range`,
      hint: 'write comparators, ^, ~ or x-ranges, as in ">=1.2.3 <2", "^1.4", "~2.1", "1.x || 2.x"',
    }),
  },
  instant: {
    canonical: (text) => (parseInstant(text) === undefined ? undefined : text),
    problem: (text) => ({
      code: 'invalid-instant',
      message: `"${text}" is not an instant`,
      hint: 'write date, time and zone, as in "2026-12-01T09:00:00+01:00"',
    }),
  },
}
