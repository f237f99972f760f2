import { setImmediate } from 'node:timers/promises'
import type { Clock } from '@evenkeel/core/clock'
import { SnapshotError } from '@evenkeel/core/errors'
import { formatRevision, isNewer } from '@evenkeel/core/revision'
import { SIGNING_PERIOD_MS, verifyFrame } from '@evenkeel/core/snapshot'
import { nodePlatform } from '../node-platform.ts'
import type { Preparation, Preparer } from '../preparation/preparer.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { LastKnownGood, WrittenRevision } from './last-known-good/last-known-good.ts'
import { servePreparation } from './serve-preparation.ts'
import type { ServedSnapshot } from './served-snapshot.ts'
import type { SigningKey } from './signing/signing-key.ts'
import type { SnapshotMetrics } from './snapshot-metrics.ts'
import type { StoredSnapshot } from './store/snapshot-store.ts'
import type { StoredRevision } from './store/stored-revision.ts'
import { writeStoredFrame } from './write-stored-frame.ts'

/** Why a revision is served from now on: a commit was admitted, or an operator changed something. */
export type InstallCause = 'commit' | 'operation'

export type InstallListener = (environment: string, cause: InstallCause) => void

/**
 * What this process serves, in memory: the only thing the serving path (snapshot, stream, OFREP) reads.
 * SnapshotService implements it; filled from the last known good on disk at start, then by publications.
 */
export interface ServedSnapshots {
  /** By environment name, sorted. */
  list(): readonly ServedSnapshot[]
  find(environment: string): ServedSnapshot | undefined
  /** The frame as of now: re-signed once a signing period, otherwise the same bytes. */
  findFrame(environment: string): Uint8Array | undefined
  /** Called for every environment whose snapshot is new, once all of an install are in place. Gives the way to stop. */
  onInstalled(listener: InstallListener): () => void
  /** Why nothing is given out, whatever is held, in words for an operator; absent while all is well. */
  readonly withheld?: string | undefined
}

/** Revisions that can be served at once, before it is known whether they will be. */
export interface StagedRevisions {
  /**
   * Keeps them as the last known good on disk, then serves them together, then tells of it. Those not newer by
   * (epoch, sequence) are passed over. A disk that cannot be written to holds nothing up: it is logged and counted.
   */
  install(cause: InstallCause): Promise<void>
  /** Leaves nothing of them, unless they were installed. */
  drop(): Promise<void>
}

/** The one way into memory, of a publisher and of its replicas. */
interface SnapshotInstaller {
  /** Signs as it will be sent and verifies it as an SDK will. Throws SnapshotError, with nothing changed. */
  stage(preparations: readonly Preparation[]): Promise<StagedRevisions>
  /** Stages and installs. */
  install(preparations: readonly Preparation[], cause: InstallCause): Promise<void>
}

export interface SnapshotServiceOptions {
  readonly clock: Clock
  readonly signingKey: SigningKey
  readonly reader: Pick<Preparer, 'read'>
  readonly lastKnownGood: LastKnownGood
  readonly metrics: SnapshotMetrics
  readonly logger: Logger
}

interface StagedRevision {
  readonly served: ServedSnapshot
  /** On the disk; rejects where that cannot be written to. */
  readonly written: Promise<WrittenRevision>
}

interface SignedFrame {
  readonly period: number
  readonly served: ServedSnapshot
  readonly frame: Uint8Array
}

export class SnapshotService implements ServedSnapshots, SnapshotInstaller {
  readonly #options: SnapshotServiceOptions
  readonly #served = new Map<string, ServedSnapshot>()
  readonly #frames = new Map<string, SignedFrame>()
  readonly #listeners = new Set<InstallListener>()
  #installing: Promise<void> = Promise.resolve()
  #withheld: string | undefined

  constructor(options: SnapshotServiceOptions) {
    this.#options = options
  }

  get withheld(): string | undefined {
    return this.#withheld
  }

  /** Gives nothing out any more, for a reason in words; undefined ends it. */
  withhold(why: string | undefined): void {
    this.#withheld = why
  }

  /** What is held, given out or not: what a publication is made over. */
  get held(): readonly ServedSnapshot[] {
    return [...this.#served.values()]
  }

  list(): readonly ServedSnapshot[] {
    if (this.#withheld !== undefined) return []
    return [...this.#served.values()].sort((a, b) => (a.stored.environment < b.stored.environment ? -1 : 1))
  }

  find(environment: string): ServedSnapshot | undefined {
    return this.#withheld === undefined ? this.#served.get(environment) : undefined
  }

  findFrame(environment: string): Uint8Array | undefined {
    const served = this.find(environment)
    if (!served) return undefined
    const nowMs = this.#options.clock.now()
    const period = Math.floor(nowMs / SIGNING_PERIOD_MS)
    const held = this.#frames.get(environment)
    if (held?.period === period && held.served === served) return held.frame
    const frame = writeStoredFrame(served.stored, nowMs, this.#options.signingKey.signer)
    this.#frames.set(environment, { period, served, frame })
    return frame
  }

  onInstalled(listener: InstallListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async stage(preparations: readonly Preparation[]): Promise<StagedRevisions> {
    const staged: StagedRevision[] = []
    let isInstalled = false
    const drop = () => (isInstalled ? Promise.resolve() : dropAll(staged))
    try {
      for (const preparation of preparations) {
        // One environment a turn: requests come between, and what else the caller began is under way first.
        await setImmediate()
        staged.push(this.#stage(preparation))
      }
    } catch (error) {
      await drop()
      throw error
    }
    const install = (cause: InstallCause): Promise<void> => {
      isInstalled = true
      return this.#inTurn(() => this.#install(staged, cause))
    }
    return { install, drop }
  }

  async install(preparations: readonly Preparation[], cause: InstallCause): Promise<void> {
    await (await this.stage(preparations)).install(cause)
  }

  /**
   * Serves what was kept on disk, so that the server can start with Git and the database out of reach. `before` is waited
   * for where there is something.
   */
  async restore(before: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const { lastKnownGood, logger } = this.#options
    try {
      const kept = await lastKnownGood.load()
      if (kept.length > 0) await before()
      for (const generations of kept) await this.#restoreNewest(generations)
    } catch (error) {
      logger.error('The last known good cannot be read; nothing is served until Git or the database can be', {
        error,
      })
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#installing.then(work)
    this.#installing = done.catch(() => undefined)
    return done
  }

  #stage(preparation: Preparation): StagedRevision {
    const served = this.#makeReady(preparation)
    const written = this.#options.lastKnownGood.write(preparation.revision)
    // It is told when it is to be kept.
    written.catch(() => undefined)
    return { served, written }
  }

  async #install(staged: readonly StagedRevision[], cause: InstallCause): Promise<void> {
    const newer = staged.filter(({ served }) => this.#isNewer(served.stored))
    await dropAll(staged.filter((one) => !newer.includes(one)))
    await Promise.all(newer.map((one) => this.#keep(one)))
    for (const { served } of newer) this.#serve(served)
    for (const { served } of newer) {
      for (const listener of this.#listeners) listener(served.stored.environment, cause)
    }
  }

  async #restoreNewest(generations: readonly StoredRevision[]): Promise<void> {
    for (const revision of generations) {
      try {
        this.#serve(this.#makeReady(await this.#options.reader.read(revision)))
        const verb = this.#withheld === undefined ? 'Serving' : 'Holding, and giving to nobody,'
        this.#options.logger.info(`${verb} ${describe(revision.snapshot)} from the last known good`)
        return
      } catch (error) {
        if (!(error instanceof SnapshotError)) throw error
        this.#options.logger.error(
          `The last known good of ${revision.snapshot.environment} cannot be used; an older one is tried`,
          { error },
        )
      }
    }
  }

  #isNewer(stored: StoredSnapshot): boolean {
    return isNewer(stored, this.#served.get(stored.environment)?.stored)
  }

  /** Throws SnapshotError. */
  #makeReady(preparation: Preparation): ServedSnapshot {
    const { signingKey, clock } = this.#options
    const frame = writeStoredFrame(preparation.revision.snapshot, clock.now(), signingKey.signer)
    verifyFrame(frame, { sha256: nodePlatform.sha256, verifiers: [signingKey.verifier] })
    return servePreparation(preparation, () => clock.now())
  }

  #serve(served: ServedSnapshot): void {
    this.#served.set(served.stored.environment, served)
    this.#options.metrics.served(served.stored)
  }

  async #keep({ served: { stored }, written }: StagedRevision): Promise<void> {
    const { logger, metrics } = this.#options
    try {
      await (await written).keep()
    } catch (error) {
      metrics.lastKnownGoodFailed(stored.environment)
      logger.error(
        `${describe(stored)} is served but could not be kept on disk; a restart without Git and database would bring back an older one`,
        { error },
      )
    }
  }
}

async function dropAll(staged: readonly StagedRevision[]): Promise<void> {
  // What cannot be removed is removed with what is kept next.
  await Promise.allSettled(staged.map(async ({ written }) => (await written).drop()))
}

const describe = (stored: StoredSnapshot): string =>
  `Revision ${formatRevision(stored)} of ${stored.environment}`
