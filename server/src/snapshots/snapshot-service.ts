import type { Clock } from '@evenkeel/core/clock'
import { SnapshotError } from '@evenkeel/core/errors'
import { SIGNING_PERIOD_MS } from '@evenkeel/core/snapshot'
import type { Logger } from '../telemetry/logger.ts'
import type { LastKnownGood } from './last-known-good/last-known-good.ts'
import { prepareSnapshot } from './prepare-snapshot.ts'
import type { ServedSnapshot } from './served-snapshot.ts'
import type { SigningKey } from './signing/signing-key.ts'
import { writeSignedFrame } from './signing/write-signed-frame.ts'
import type { SnapshotMetrics } from './snapshot-metrics.ts'
import type { StoredSnapshot } from './snapshot-store.ts'

/** Whose change it is that is new: a commit's, or an operator's. */
export type InstallCause = 'commit' | 'operation'

export type InstallListener = (environment: string, cause: InstallCause) => void

/**
 * What this process serves, in memory: the only thing the serving path (snapshot, stream, OFREP) reads.
 * SnapshotService implements it; filled from the last known good on disk at start, then by reconciliation.
 */
export interface ServedSnapshots {
  /** By environment name, sorted. */
  list(): readonly ServedSnapshot[]
  find(environment: string): ServedSnapshot | undefined
  /** The frame as of now: re-signed once a signing period, otherwise the same bytes. */
  findFrame(environment: string): Uint8Array | undefined
  /** Called after `install` for every environment whose snapshot is new. Gives the way to stop. */
  onInstalled(listener: InstallListener): () => void
}

/** The writing side, used by reconciliation and by the replica's head poll. */
export interface SnapshotInstaller {
  /**
   * Decodes what was stored with the SDK's own reader, evaluates every flag once, and only then serves it and keeps
   * it as the last known good on disk. Snapshots not newer by (epoch, sequence) are passed over. Throws
   * SnapshotError, with nothing changed, when one cannot be read back. A disk that cannot be written to holds nothing
   * up: it is logged and counted.
   */
  install(snapshots: readonly StoredSnapshot[]): Promise<void>
}

export interface SnapshotServiceOptions {
  readonly clock: Clock
  readonly signingKey: SigningKey
  readonly lastKnownGood: LastKnownGood
  readonly metrics: SnapshotMetrics
  readonly logger: Logger
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

  constructor(options: SnapshotServiceOptions) {
    this.#options = options
  }

  list(): readonly ServedSnapshot[] {
    return [...this.#served.values()].sort((a, b) => (a.stored.environment < b.stored.environment ? -1 : 1))
  }

  find(environment: string): ServedSnapshot | undefined {
    return this.#served.get(environment)
  }

  findFrame(environment: string): Uint8Array | undefined {
    const served = this.#served.get(environment)
    if (!served) return undefined
    const nowMs = this.#options.clock.now()
    const period = Math.floor(nowMs / SIGNING_PERIOD_MS)
    const held = this.#frames.get(environment)
    if (held?.period === period && held.served === served) return held.frame
    const frame = writeSignedFrame(served.stored, this.#options.signingKey.signer, nowMs)
    this.#frames.set(environment, { period, served, frame })
    return frame
  }

  onInstalled(listener: InstallListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async install(snapshots: readonly StoredSnapshot[]): Promise<void> {
    const prepared = snapshots
      .filter((stored) => this.#isNewer(stored))
      .map((stored) => this.#prepare(stored))
    for (const served of prepared) this.#serve(served)
    for (const { stored } of prepared) this.#notify(stored.environment)
    await Promise.all(prepared.map(({ stored }) => this.#keep(stored)))
  }

  /** Serves what was kept on disk, so that the server can start with Git and the database out of reach. */
  async restore(): Promise<void> {
    const { lastKnownGood, logger } = this.#options
    try {
      for (const generations of await lastKnownGood.load()) this.#restoreNewest(generations)
    } catch (error) {
      logger.error('The last known good cannot be read; nothing is served until Git or the database can be', {
        error,
      })
    }
  }

  #restoreNewest(generations: readonly StoredSnapshot[]): void {
    for (const stored of generations) {
      try {
        this.#serve(this.#prepare(stored))
        this.#options.logger.info(`Serving ${describe(stored)} from the last known good`)
        return
      } catch (error) {
        if (!(error instanceof SnapshotError)) throw error
        this.#options.logger.error(
          `The last known good of ${stored.environment} cannot be used; an older one is tried`,
          {
            error,
          },
        )
      }
    }
  }

  #isNewer({ environment, epoch, sequence }: StoredSnapshot): boolean {
    const current = this.#served.get(environment)?.stored
    return !current || epoch > current.epoch || (epoch === current.epoch && sequence > current.sequence)
  }

  #prepare(stored: StoredSnapshot): ServedSnapshot {
    const { signingKey, clock } = this.#options
    try {
      return prepareSnapshot(stored, signingKey, () => clock.now())
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error
      const current = this.#served.get(stored.environment)?.stored
      throw new SnapshotError(
        error.code,
        `${describe(stored)} cannot be served: ${error.message}. ` +
          (current ? `${describe(current)} is still served.` : 'Nothing is served for it yet.'),
        { cause: error },
      )
    }
  }

  #serve(served: ServedSnapshot): void {
    this.#served.set(served.stored.environment, served)
    this.#options.metrics.served(served.stored)
  }

  #notify(environment: string): void {
    for (const listener of this.#listeners) listener(environment, 'commit')
  }

  async #keep(stored: StoredSnapshot): Promise<void> {
    const { lastKnownGood, logger, metrics } = this.#options
    try {
      await lastKnownGood.keep(stored)
    } catch (error) {
      metrics.lastKnownGoodFailed(stored.environment)
      logger.error(
        `${describe(stored)} is served but could not be kept on disk; a restart without Git and database would bring back an older one`,
        { error },
      )
    }
  }
}

const describe = ({ environment, epoch, sequence }: StoredSnapshot): string =>
  `Revision ${epoch}.${sequence} of ${environment}`
