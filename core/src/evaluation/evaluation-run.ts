/**
 * The evaluation under way in one evaluator. Evaluating is synchronous, so there is one at a time; a getter of a
 * context that evaluates a flag itself starts another, after which the first goes on.
 */
export class EvaluationRun {
  /** Never used twice. */
  number = 0
  #last = 0
  #instantMs: number | undefined
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Gives the number of the evaluation that this one interrupts, for `end`. */
  begin(): number {
    const interrupted = this.number
    this.number = ++this.#last
    this.#instantMs = undefined
    return interrupted
  }

  end(interrupted: number): void {
    this.number = interrupted
    this.#instantMs = undefined
  }

  /** Milliseconds since the epoch; the same for all that one evaluation asks. */
  instant(): number {
    return (this.#instantMs ??= this.#now())
  }
}

/**
 * Answers at most once in an evaluation, without allocating. Throws a TypeError when asked while it is answering:
 * what it stands for refers to itself.
 */
export function oncePerEvaluation<T>(
  run: EvaluationRun,
  answer: (context: object) => T,
): (context: object) => T {
  let askedIn = 0
  let isAnswered = false
  let held: T
  return (context) => {
    if (askedIn === run.number) {
      if (!isAnswered) throw new TypeError('a segment or prerequisite refers to itself')
      return held
    }
    askedIn = run.number
    isAnswered = false
    held = answer(context)
    isAnswered = true
    return held
  }
}
