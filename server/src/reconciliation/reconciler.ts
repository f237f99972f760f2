import type { Issue } from '@evenkeel/core/manifest'
import type { Control, FetchedTip, Verdict } from '../control/control.ts'
import type { Transaction } from '../database/unit-of-work.ts'
import { StoreError } from '../errors.ts'
import type { Commit } from '../git/repository.ts'
import type { Preparer } from '../preparation/preparer.ts'
import type { Publisher } from '../publication/publisher.ts'
import type { Binding, Reference, ReferenceStore } from '../reference/reference-store.ts'
import type { SnapshotStore } from '../snapshots/store/snapshot-store.ts'
import type { StoredCompilation } from '../snapshots/store/stored-revision.ts'
import type { Logger } from '../telemetry/logger.ts'
import { CommitAdmission } from './commit-admission.ts'
import type { HistoryPolicy } from '../config/server-config.ts'
import { findBindingHold, findHistoryHold, findVanishedHold } from './holds/history-hold.ts'
import type { Hold } from './holds/hold.ts'
import { noticeLeftEnvironments } from './notice-left-environments.ts'
import { planBases } from './plan-bases.ts'
import { recover } from './recovery.ts'
import { requireReference, ReferenceMovedError } from './require-reference.ts'

/** What became of the newest commit. */
export interface Reconciliation {
  /** held: something of it waits for an operator's word, as `holds` says; the rest is published. */
  readonly outcome: 'published' | 'unchanged' | 'held' | 'refused'
  /** Absent where the branch is gone. */
  readonly commit?: Commit
  /** Errors exactly when it was refused; otherwise warnings. */
  readonly issues: readonly Issue[]
  readonly holds: readonly Hold[]
}

export interface ReconcilerOptions {
  readonly control: Control
  readonly publisher: Publisher
  /** Not the operators' lane. */
  readonly preparer: Preparer
  readonly store: SnapshotStore
  readonly reference: ReferenceStore
  readonly binding: Binding
  readonly history: HistoryPolicy
  readonly massChangePercent: number
  readonly logger: Logger
}

const MAX_ROUNDS = 5
/** Of a commit that was published before this process started: its warnings are not known here. */
const NOTHING_NEW: Verdict = { issues: [], compilations: [] }

/**
 * Brings the live state to the desired one: fetch, admit, compile, publish. It looks at what is, not at what it did: run
 * again, it does what is left to do, and nothing where nothing is.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions
  readonly #admission: CommitAdmission
  #seen: Commit | undefined

  constructor(options: ReconcilerOptions) {
    this.#options = options
    this.#admission = new CommitAdmission(options.control)
  }

  /** The newest commit that was seen, whatever became of it. */
  get seen(): Commit | undefined {
    return this.#seen
  }

  /**
   * A commit that was decided on is not admitted again, unless by force. Throws RepositoryError, ControlError, StoreError,
   * SnapshotError or PreparationError, with what is served as it was.
   */
  async reconcile({ force }: { readonly force: boolean }): Promise<Reconciliation> {
    if (force) this.#admission.forget()
    for (let round = 0; round < MAX_ROUNDS; round++) {
      try {
        return await this.#reconcile()
      } catch (error) {
        if (!(error instanceof ReferenceMovedError)) throw error
      }
    }
    throw new StoreError(
      `Another server admitted another commit, ${MAX_ROUNDS} times in a row`,
      'It is tried again by itself. If it stays so, look for a replica that follows another branch.',
    )
  }

  async #reconcile(): Promise<Reconciliation> {
    const { publisher, reference, control } = this.#options
    if (publisher.held.size === 0) this.#lookAhead()
    await publisher.catchUp()
    if (await recover(this.#options, await reference.load())) await publisher.catchUp()
    const known = await reference.load()
    let tip: FetchedTip
    try {
      tip = await control.fetch(known.commit === undefined ? {} : { known: known.commit })
    } catch (error) {
      const hold = findVanishedHold(error, known.commit)
      if (hold) return { outcome: 'held', issues: [], holds: [hold] }
      throw error
    }
    this.#seen = tip.commit
    const hold = await this.#findHold(tip, known)
    if (hold) return { outcome: 'held', commit: tip.commit, issues: [], holds: [hold] }
    return this.#settle(tip.commit, known)
  }

  /**
   * Has the newest commit admitted while the database gets ready, which takes seconds at its first start. What goes wrong
   * does so again when it matters.
   */
  #lookAhead(): void {
    const { control } = this.#options
    const looked = control.fetch({}).then(({ commit }) => this.#admission.admit(commit.id))
    looked.catch(() => undefined)
  }

  async #findHold({ commit, relation }: FetchedTip, known: Reference): Promise<Hold | undefined> {
    const { binding, store, history } = this.#options
    const other = findBindingHold(known.binding, binding, commit.id)
    if (other || known.commit === undefined || relation === undefined) return other
    const wasAdmitted = known.commit !== commit.id && (await store.wasAdmitted(commit.id))
    // What an operator accepted is what newer tips are compared with, so it is held only once it is not that any more.
    return findHistoryHold({ commit, known: known.commit, relation, wasAdmitted, policy: history })
  }

  async #settle(commit: Commit, known: Reference): Promise<Reconciliation> {
    const { publisher, reference } = this.#options
    const isServed = this.#isServed(commit)
    const verdict = isServed
      ? (this.#admission.findDecided(commit.id) ?? NOTHING_NEW)
      : await this.#admission.admit(commit.id)
    const { issues, compilations } = verdict
    if (!compilations) return { outcome: 'refused', commit, issues, holds: [] }
    if (isServed) return { outcome: 'unchanged', commit, issues, holds: [] }
    const environments = compilations.map(({ environment }) => environment)
    const warnings = [...issues, ...noticeLeftEnvironments(environments, [...publisher.held.values()])]
    const isAccepted = known.commit === commit.id && (await reference.isAccepted(commit.id))
    const { bases, holds } = await planBases(this.#options, compilations, { isAccepted })
    if (bases.length > 0) await this.#publish(commit, bases, known)
    const outcome = holds.length > 0 ? 'held' : bases.length > 0 ? 'published' : 'unchanged'
    return { outcome, commit, issues: warnings, holds }
  }

  /** Whether all that is held comes from the commit, so that it need not even be admitted. */
  #isServed({ id }: Commit): boolean {
    const { publisher } = this.#options
    const held = [...publisher.held.values()]
    return (
      held.length > 0 &&
      !publisher.hasUnreadable &&
      held.every(
        ({ base, stored: { environment } }) =>
          base.commit === id && base.companion !== undefined && publisher.findPin(environment) === undefined,
      )
    )
  }

  async #publish(commit: Commit, bases: readonly StoredCompilation[], known: Reference): Promise<void> {
    const { publisher, preparer, reference, binding } = this.#options
    await publisher.publish({
      cause: 'commit',
      preparer,
      admitted: {
        commit: commit.id,
        committedAt: new Date(commit.committedAt),
        subject: commit.subject,
        author: commit.author,
      },
      changes: (held) =>
        bases.map((base) => ({ base, operations: held.get(base.environment)?.operations ?? [] })),
      alongside: async (tx: Transaction) => {
        const bound = reference.within(tx)
        requireReference(await bound.load(), known)
        await bound.bind(binding)
        await bound.setCommit(commit.id)
      },
    })
  }
}
