import type { Operation } from '@evenkeel/core/compilation'
import type { Clock } from '@evenkeel/core/clock'
import { SnapshotError } from '@evenkeel/core/errors'
import { compareRevisions, isNewer } from '@evenkeel/core/revision'
import type { Transaction, UnitOfWork } from '../database/unit-of-work.ts'
import { StoreError } from '../errors.ts'
import type { Preparation, Preparer } from '../preparation/preparer.ts'
import type { ReferenceStore } from '../reference/reference-store.ts'
import type { ServedSnapshot } from '../snapshots/served-snapshot.ts'
import type { InstallCause, SnapshotService, StagedRevisions } from '../snapshots/snapshot-service.ts'
import type { CommitDescription, Head, SnapshotStore } from '../snapshots/store/snapshot-store.ts'
import type { StoredCompilation, StoredRevision } from '../snapshots/store/stored-revision.ts'
import type { KeyRegistry } from '../snapshots/signing/key-registry.ts'
import type { Logger } from '../telemetry/logger.ts'
import { describeLost, referToLost } from './lost-base.ts'
import { nextRevision } from './next-revision.ts'

/** What an environment is to be made of from now on. */
export interface Change {
  readonly base: StoredCompilation
  readonly operations: readonly Operation[]
}

/** Held now, as a change is made over it; undefined for an environment that never was published. */
export type Held = Pick<ServedSnapshot, 'stored' | 'base' | 'operations' | 'dormant'>

export interface PublicationPlan {
  /** Asked again after another publisher was first; what it gives is made over `held` as it is then. */
  readonly changes: (held: ReadonlyMap<string, Held>) => readonly Change[]
  readonly cause: InstallCause
  /** The lane that prepares. */
  readonly preparer: Pick<Preparer, 'prepare'>
  readonly admitted?: CommitDescription
  /** Written in the same transaction. */
  readonly alongside?: (tx: Transaction) => Promise<void>
}

export interface PublisherOptions {
  readonly unitOfWork: UnitOfWork
  readonly store: SnapshotStore
  readonly reference: Pick<ReferenceStore, 'load' | 'within'>
  /** Asked before anything of the store is served, and in every publication's transaction. */
  readonly keys: Pick<KeyRegistry, 'check' | 'requireRegistered'>
  readonly snapshots: Pick<SnapshotService, 'stage' | 'install' | 'held'>
  /** Reads back what others published. */
  readonly reader: Pick<Preparer, 'read'>
  readonly clock: Clock
  readonly logger: Logger
}

interface UnreadableHead {
  readonly head: Head
  readonly error: SnapshotError
}

/** What a plan comes to over what is held. */
interface Made {
  readonly preparations: readonly Preparation[]
  readonly staged: Promise<StagedRevisions>
}

/** Made outside of a turn, over what was held then. */
interface MadeAhead extends Made {
  readonly over: string
}

const MAX_CONFLICTS = 8

/**
 * The one way to publish: prepare, commit, keep, serve, tell. Whoever loses a race makes its change again over what won;
 * nothing that was admitted is admitted again for it.
 */
export class Publisher {
  readonly #options: PublisherOptions
  /** Where the store's heads are, as far as this process knows. */
  readonly #heads = new Map<string, Head>()
  readonly #unreadable = new Map<string, UnreadableHead>()
  /** As it was when the heads were read last, or a commit was to be published. */
  #epochFloor = 0
  /** Whether the heads may be elsewhere by now: not read yet, or a commit whose outcome nobody heard. */
  #isUncertain = true
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  get held(): ReadonlyMap<string, ServedSnapshot> {
    return new Map(this.#options.snapshots.held.map((served) => [served.stored.environment, served]))
  }

  /** Why the newest revision that the store has of an environment cannot be read back, when it cannot. */
  findUnreadable(environment: string): SnapshotError | undefined {
    return this.#unreadable.get(environment)?.error
  }

  get hasUnreadable(): boolean {
    return this.#unreadable.size > 0
  }

  /** The commit that an environment is held at, when it is. */
  findPin(environment: string): string | undefined {
    return this.#heads.get(environment)?.pin
  }

  /** Whether more is held of an environment than the store knows, as after it was restored from a backup. */
  isAhead(environment: string): boolean {
    const stored = this.held.get(environment)?.stored
    return stored !== undefined && isNewer(stored, this.#heads.get(environment))
  }

  /**
   * Serves what the store has and this process does not hold yet. What cannot be read back is remembered as unreadable,
   * and what is held goes on being served. Throws StoreError.
   */
  catchUp(): Promise<void> {
    return this.#inTurn(() => this.#catchUp())
  }

  /**
   * Gives what was published; nothing where the plan had no changes. One publication at a time, so that a change is made
   * over the one before it. Throws StoreError, SnapshotError or PreparationError, with what is served as it was.
   */
  async publish(plan: PublicationPlan): Promise<readonly Preparation[]> {
    // What a commit changes takes long to prepare, and operators' changes wait for nobody's turn that long.
    const ahead = plan.cause === 'commit' ? await this.#makeAhead(plan) : undefined
    try {
      return await this.#inTurn(() => this.#publish(plan, ahead))
    } finally {
      if (ahead) await drop(ahead)
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  async #makeAhead(plan: PublicationPlan): Promise<MadeAhead> {
    await (this.#isUncertain ? this.catchUp() : this.#readEpochFloor())
    const changes = plan.changes(this.held)
    const over = this.#describeRevisions(changes)
    const made = await this.#make(plan, changes)
    await made.staged
    return { ...made, over }
  }

  async #make(plan: PublicationPlan, changes: readonly Change[]): Promise<Made> {
    const preparations = await this.#prepare(plan, changes)
    const staged = this.#options.snapshots.stage(preparations)
    // Its failure is met within the transaction.
    staged.catch(() => undefined)
    return { preparations, staged }
  }

  /** The same as long as nothing else was published, or held, of the environments that are to be changed. */
  #describeRevisions(changes: readonly Change[]): string {
    const revisions = changes.map(({ base: { environment } }) => {
      const { epoch, sequence } = this.held.get(environment)?.stored ?? {}
      const head = this.#heads.get(environment)
      return [environment, epoch, sequence, head?.epoch, head?.sequence]
    })
    return JSON.stringify(revisions)
  }

  async #publish(plan: PublicationPlan, ahead?: MadeAhead): Promise<readonly Preparation[]> {
    for (let round = 0; round < MAX_CONFLICTS; round++) {
      if (this.#isUncertain) await this.#catchUp()
      const changes = plan.changes(this.held)
      if (changes.length === 0) return []
      const isStill = round === 0 && ahead?.over === this.#describeRevisions(changes)
      const made = isStill ? ahead : await this.#make(plan, changes)
      if (await this.#commitAndServe(plan, made)) return made.preparations
    }
    throw new StoreError(
      `Others published first, ${MAX_CONFLICTS} times in a row`,
      'It is tried again by itself. If it stays so, look for a replica whose clock or branch differs.',
    )
  }

  /** Whether it was committed. */
  async #commitAndServe(plan: PublicationPlan, made: Made): Promise<boolean> {
    try {
      const isCommitted = await this.#commit(plan, made)
      if (isCommitted) await (await made.staged).install(plan.cause)
      return isCommitted
    } finally {
      await drop(made)
    }
  }

  async #catchUp(): Promise<void> {
    const { store, snapshots, keys } = this.#options
    await keys.check()
    const heads = await store.findHeadRevisions()
    await this.#readEpochFloor()
    if (heads.some((head) => this.#isNews(head))) {
      const preparations: Preparation[] = []
      for (const revision of await store.findHeads()) {
        if (!this.#isNews(revision.snapshot)) continue
        const preparation = await this.#read(revision)
        if (preparation) preparations.push(preparation)
      }
      await snapshots.install(preparations, this.#causeOf(preparations))
    }
    this.#heads.clear()
    for (const head of heads) this.#heads.set(head.environment, head)
    this.#isUncertain = false
  }

  async #readEpochFloor(): Promise<void> {
    this.#epochFloor = (await this.#options.reference.load()).epochFloor
  }

  /** Newer than what is held, and not tried in vain before. */
  #isNews(head: Head): boolean {
    const tried = this.#unreadable.get(head.environment)?.head
    const isTried = tried !== undefined && compareRevisions(head, tried) === 0
    return isNewer(head, this.held.get(head.environment)?.stored) && !isTried
  }

  async #read(revision: StoredRevision): Promise<Preparation | undefined> {
    const { environment } = revision.snapshot
    this.#unreadable.delete(environment)
    try {
      return await this.#options.reader.read(revision)
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error
      this.#unreadable.set(environment, { head: revision.snapshot, error })
      this.#options.logger.error(
        `The newest revision of ${environment} in the database cannot be read back; what is served stays, and the next commit replaces it`,
        { error },
      )
      return undefined
    }
  }

  /** What others published over the same bases, operators asked for. */
  #causeOf(preparations: readonly Preparation[]): InstallCause {
    const isSameBase = ({ revision: { base } }: Preparation) =>
      this.held.get(base.environment)?.base.commit === base.commit
    return preparations.every(isSameBase) ? 'operation' : 'commit'
  }

  async #prepare(plan: PublicationPlan, changes: readonly Change[]): Promise<readonly Preparation[]> {
    const nowMs = this.#options.clock.now()
    const { held } = this
    const epochFloor = this.#epochFloor
    const prepare = ({ base, operations }: Change) => {
      const head = this.#heads.get(base.environment)
      const revision = nextRevision({ head, held: held.get(base.environment)?.stored, epochFloor, nowMs })
      return plan.preparer.prepare(base, operations, { ...revision, publishedAt: new Date(nowMs) })
    }
    return Promise.all(changes.map(prepare))
  }

  /** Whether it was committed; not when another publisher moved a head first. */
  async #commit(plan: PublicationPlan, { preparations, staged }: Made): Promise<boolean> {
    const { unitOfWork, store, keys, reference } = this.#options
    const revisions = preparations.map(({ revision }) => revision)
    const lost = plan.admitted ? undefined : revisions.find(({ base }) => this.isAhead(base.environment))
    const admitted = plan.admitted ?? (lost && describeLost(lost))
    const expectedHeads = revisions.map(({ snapshot: { environment } }) => {
      const head = this.#heads.get(environment)
      return { environment, ...(head && { head: { epoch: head.epoch, sequence: head.sequence } }) }
    })
    const publication = { ...(admitted && { admitted }), revisions, expectedHeads }
    // Whatever goes wrong from here on may have been committed all the same.
    this.#isUncertain = true
    const outcome = await unitOfWork.transact(async (tx) => {
      const published = await store.within(tx).publish(publication)
      if (published === 'conflict') return published
      await keys.requireRegistered(tx)
      if (lost) await referToLost(reference.within(tx), lost)
      await plan.alongside?.(tx)
      await staged
      return published
    })
    if (outcome === 'conflict') return false
    this.#isUncertain = false
    for (const { snapshot } of revisions) {
      const { environment, epoch, sequence } = snapshot
      this.#unreadable.delete(environment)
      this.#heads.set(environment, { ...this.#heads.get(environment), environment, epoch, sequence })
    }
    return true
  }
}

async function drop({ staged }: Made): Promise<void> {
  await (await staged.catch(() => undefined))?.drop()
}
