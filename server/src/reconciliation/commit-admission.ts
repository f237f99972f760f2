import { ROOT_DOCUMENT } from '@evenkeel/core/admission'
import type { Issue } from '@evenkeel/core/manifest'
import type { Control, Verdict } from '../control/control.ts'
import { ControlError } from '../errors.ts'
import type { ObjectId } from '../git/repository.ts'

/** A commit that ends the control process is tried so often, each time in a fresh one, before it is refused. */
const MAX_TRIES = 3

/** Has commits admitted, each once: what was decided of the newest one is remembered. */
export class CommitAdmission {
  readonly #control: Pick<Control, 'admit'>
  #decided: { readonly commit: ObjectId; readonly verdict: Verdict } | undefined
  #underWay: { readonly commit: ObjectId; readonly verdict: Promise<Verdict> } | undefined
  #failed: { readonly commit: ObjectId; readonly tries: number } | undefined

  constructor(control: Pick<Control, 'admit'>) {
    this.#control = control
  }

  /**
   * What is remembered, or else what the control process says. A commit that went over a limit three times is refused
   * with an issue that says so. Throws as Control.admit does.
   */
  async admit(commit: ObjectId): Promise<Verdict> {
    const decided = this.findDecided(commit)
    if (decided) return decided
    if (this.#underWay?.commit !== commit) this.#underWay = { commit, verdict: this.#decide(commit) }
    return this.#underWay.verdict
  }

  /** What was decided of a commit, if that is remembered. */
  findDecided(commit: ObjectId): Verdict | undefined {
    return this.#decided?.commit === commit ? this.#decided.verdict : undefined
  }

  /** The next `admit` looks at its commit afresh, whatever became of it before. */
  forget(): void {
    this.#decided = undefined
    this.#failed = undefined
  }

  async #decide(commit: ObjectId): Promise<Verdict> {
    try {
      const verdict = await this.#try(commit)
      this.#decided = { commit, verdict }
      this.#failed = undefined
      return verdict
    } finally {
      if (this.#underWay?.commit === commit) this.#underWay = undefined
    }
  }

  async #try(commit: ObjectId): Promise<Verdict> {
    try {
      return await this.#control.admit(commit)
    } catch (error) {
      // What says nothing of the commit, such as that the server is stopping, does not count against it.
      if (!(error instanceof ControlError) || error.commit !== commit) throw error
      const tries = this.#failed?.commit === commit ? this.#failed.tries + 1 : 1
      this.#failed = { commit, tries }
      if (tries < MAX_TRIES) throw error
      return { issues: [unbearable(error)] }
    }
  }
}

function unbearable(error: ControlError): Issue {
  return {
    code: 'admission-over-limit',
    severity: 'error',
    message: `${error.message}; it was tried ${MAX_TRIES} times`,
    file: ROOT_DOCUMENT,
    line: 1,
    column: 1,
    path: '',
    hint: `${error.hint} POST /v1/sync/retry tries this commit again.`,
  }
}
