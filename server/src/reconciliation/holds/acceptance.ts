import type { Clock } from '@evenkeel/core/clock'
import type { UnitOfWork } from '../../database/unit-of-work.ts'
import { HttpProblem } from '../../errors.ts'
import type { Binding, ReferenceStore } from '../../reference/reference-store.ts'
import type { SyncStatus } from '../sync/sync-status.ts'

export interface AcceptanceOptions {
  readonly unitOfWork: UnitOfWork
  readonly reference: ReferenceStore
  /** What this server follows. */
  readonly binding: Binding
  readonly clock: Clock
}

export interface AcceptRequest {
  readonly commit: string
  /** Whether the database is to belong to what this server follows from now on. */
  readonly rebind: boolean
}

/** Lets held commits through, for every server of the database: newer tips are compared with them from then on. */
export class Acceptance {
  readonly #options: AcceptanceOptions

  constructor(options: AcceptanceOptions) {
    this.#options = options
  }

  /**
   * Throws HttpProblem for what is not held, and for a change of the repository that was not asked for; StoreError. The
   * next sync publishes what was accepted.
   */
  async accept(
    { holds, desired }: Pick<SyncStatus, 'holds' | 'desired'>,
    { commit, rebind }: AcceptRequest,
  ): Promise<void> {
    const held = holds.filter((hold) => hold.commit === commit)
    if (held.length === 0) throw notHeld(commit, desired?.commit)
    if (held.every(({ code }) => code === 'no-room')) {
      throw new HttpProblem(
        409,
        'no-room',
        'Accepting makes no room: lift operations, or make the commit smaller. It is published by itself when it fits.',
      )
    }
    if (held.some(({ code }) => code === 'other-repository') && !rebind) {
      throw new HttpProblem(
        409,
        'rebind-required',
        'This moves the database to another repository, branch or folder: say "rebind": true if that is meant.',
      )
    }
    const { unitOfWork, reference, binding, clock } = this.#options
    await unitOfWork.transact(async (tx) => {
      const bound = reference.within(tx)
      await bound.accept(commit, new Date(clock.now()))
      await bound.setCommit(commit)
      if (rebind) await bound.bind(binding)
    })
  }
}

function notHeld(commit: string, newest: string | undefined): HttpProblem {
  const seen = newest === undefined ? '' : ` The newest commit is ${newest}.`
  return new HttpProblem(
    409,
    'not-held',
    `The commit ${commit} is not held, so there is nothing to accept.${seen} GET /v1/sync says what is held, with the full commit to write.`,
  )
}
