import type { ObjectId } from '../git/repository.ts'
import type { Control, FetchedTip, Verdict } from './control.ts'
import { closed } from './control-faults.ts'

/** Answers as it was told to, and remembers what it was asked. */
export class FakeControl implements Control {
  /** In order. */
  readonly asked = { fetches: [] as (ObjectId | undefined)[], admissions: [] as ObjectId[] }
  isClosed = false
  #tip: FetchedTip | Error | undefined
  readonly #verdicts = new Map<ObjectId, () => Verdict | Promise<Verdict>>()

  /** What every fetch gives from now on; an error is thrown. The relation is told to those who ask for one. */
  fetches(tip: FetchedTip | Error): void {
    this.#tip = tip
  }

  /** What every admission of a commit gives from now on; an error is thrown, and a function is called each time. */
  admits(commit: ObjectId, verdict: Verdict | Error | (() => Verdict | Promise<Verdict>)): void {
    this.#verdicts.set(commit, () => {
      if (verdict instanceof Error) throw verdict
      return typeof verdict === 'function' ? verdict() : verdict
    })
  }

  async fetch({ known }: { readonly known?: ObjectId }): Promise<FetchedTip> {
    await this.#reach()
    this.asked.fetches.push(known)
    if (this.#tip instanceof Error) throw this.#tip
    if (!this.#tip) throw new Error('Say first what a fetch gives')
    return known === undefined ? { commit: this.#tip.commit } : { relation: 'descendant', ...this.#tip }
  }

  async admit(commit: ObjectId): Promise<Verdict> {
    await this.#reach()
    this.asked.admissions.push(commit)
    const answer = this.#verdicts.get(commit)
    if (!answer) throw new Error(`Say first what the admission of ${commit} gives`)
    return answer()
  }

  close(): Promise<void> {
    this.isClosed = true
    return Promise.resolve()
  }

  async #reach(): Promise<void> {
    await Promise.resolve()
    if (this.isClosed) throw closed()
  }
}
