import { parsePattern } from '../../regex/parsing/parse-pattern.ts'
import type { Program } from '../../regex/program.ts'
import { startOf, type AstNode } from '../jsonata-ast.ts'
import type { Reduction } from '../reduction.ts'

/** What stands between the slashes, the flags behind them, and what they are compiled to. */
export type Regex = readonly [source: string, flags: string, program: Program]

const NO_FLAG = /[^im]|(.)(?=\1)/

export function reduceRegex(node: AstNode, reduction: Reduction): Regex | null {
  const start = startOf(node, reduction.source)
  const literal = reduction.source.slice(start, node.position)
  const end = literal.lastIndexOf('/')
  const [source, flags] = [literal.slice(1, end), literal.slice(end + 1)]
  const refused = flags.search(NO_FLAG)
  if (refused >= 0) {
    return reduction.refuseAt(start + end + 1 + refused, {
      code: 'not-in-language',
      message: `the flag ${flags.charAt(refused)} is not part of regular expressions here`,
      hint: 'the flags are i, for either case of ASCII letters, and m, for ^ and $ at every line, each once',
    })
  }
  const { program, problem } = parsePattern(source, flags)
  return problem === undefined
    ? [source, flags, program]
    : reduction.refuseAt(start + problem.offset, problem)
}
