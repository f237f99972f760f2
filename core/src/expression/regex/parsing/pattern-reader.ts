import type { ProblemText } from '../../parsing/reduction.ts'
import { tooLarge } from './refused-forms.ts'

const MAX_INSTRUCTIONS = 2048

/** What is wrong with a regular expression, and where: UTF-16 code units from its opening `/`. */
export interface PatternProblem extends ProblemText {
  readonly offset: number
}

/** A pattern that is read from its beginning to its end, or to the first problem. */
export class PatternReader {
  problem: PatternProblem | undefined
  at = 0
  readonly source: string
  readonly foldsCase: boolean
  readonly hasLines: boolean

  constructor(source: string, flags: string) {
    this.source = source
    this.foldsCase = flags.includes('i')
    this.hasLines = flags.includes('m')
  }

  /** The character that comes next; empty at the end. */
  peek(): string {
    const point = this.source.codePointAt(this.at)
    return point === undefined ? '' : String.fromCodePoint(point)
  }

  next(): string {
    const character = this.peek()
    this.at += character.length
    return character
  }

  /** Whether this came next, and then it is read. */
  take(text: string): boolean {
    const comes = this.source.startsWith(text, this.at)
    if (comes) this.at += text.length
    return comes
  }

  /** What the sticky expression matches next, and then it is read. */
  match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at
    const match = expression.exec(this.source)
    this.at += match?.[0].length ?? 0
    return match
  }

  /** Whether so many instructions may be made; if not, the pattern is refused. */
  allow(instructions: number): boolean {
    if (instructions <= MAX_INSTRUCTIONS) return true
    const message = `this regular expression has more than ${MAX_INSTRUCTIONS} steps, with every repetition written out`
    this.refuse(
      tooLarge(message, 'repeat fewer times or without an upper bound, {2,}, or write several conditions'),
      -1,
    )
    return false
  }

  /** Notes what is wrong, and ends the reading. */
  refuse(problem: ProblemText, at: number): null {
    this.problem ??= { ...problem, offset: at + 1 }
    this.at = this.source.length
    return null
  }
}
