type Evaluation = () => unknown

/** Evaluations that are done over and over: one for each subject in a pass. */
export class Measurement {
  readonly #evaluations: readonly Evaluation[]
  readonly #isAsync: boolean
  /** Kept, so that no evaluation can be left out. */
  readonly #answers: unknown[] = []

  constructor(evaluations: readonly Evaluation[]) {
    this.#evaluations = evaluations
    this.#isAsync = evaluations[0]?.() instanceof Promise
  }

  async answers(): Promise<readonly unknown[]> {
    await this.run(1)
    return this.#answers
  }

  async run(passes: number): Promise<void> {
    if (this.#isAsync) for (let i = 0; i < passes; i++) await this.#passAsync()
    else for (let i = 0; i < passes; i++) this.#passSync()
  }

  /** Nanoseconds an evaluation, over as many passes. */
  async time(passes: number): Promise<number> {
    const start = process.hrtime.bigint()
    await this.run(passes)
    return Number(process.hrtime.bigint() - start) / (passes * this.#evaluations.length)
  }

  #passSync(): void {
    const evaluations = this.#evaluations
    const answers = this.#answers
    for (let i = 0; i < evaluations.length; i++) answers[i] = (evaluations[i] as Evaluation)()
  }

  async #passAsync(): Promise<void> {
    const evaluations = this.#evaluations
    const answers = this.#answers
    for (let i = 0; i < evaluations.length; i++) answers[i] = await (evaluations[i] as Evaluation)()
  }
}
