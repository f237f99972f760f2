import type { Clock } from '@evenkeel/core/clock'
import type { Transaction } from '../../database/unit-of-work.ts'
import { StoreError } from '../../errors.ts'
import type { Logger } from '../../telemetry/logger.ts'
import type { SnapshotService } from '../snapshot-service.ts'
import type { SigningKey } from './signing-key.ts'
import type { RegisteredKey, SigningKeyStore } from './signing-key-store.ts'

export interface KeyRegistryOptions {
  readonly store: SigningKeyStore
  readonly signingKey: SigningKey
  readonly snapshots: Pick<SnapshotService, 'list' | 'withhold'>
  readonly clock: Clock
  readonly logger: Logger
}

/** How long the start waits for a database to say whether the key is good. */
const START_WAIT_MS = 5_000

/**
 * Holds this server to the keys that its database knows: services that are told those keys would refuse another. A
 * server that serves already goes on and says so; one that starts with a key that is not registered gives nothing out.
 */
export class KeyRegistry {
  readonly #options: KeyRegistryOptions
  #isRegistered = false
  #isAlarmed = false

  constructor(options: KeyRegistryOptions) {
    this.#options = options
  }

  /** Before anything is served: what a database that is away would say is not waited for. Never rejects. */
  async checkAtStart(): Promise<void> {
    const { clock } = this.#options
    let cancel: () => void = () => undefined
    const tooLong = new Promise<void>((resolve) => (cancel = clock.schedule(START_WAIT_MS, resolve)))
    await Promise.race([this.check().catch(() => undefined), tooLong])
    cancel()
  }

  /** Throws StoreError. */
  async check(): Promise<void> {
    if (this.#isRegistered) return
    const keys = await this.#options.store.list()
    if (keys.length === 0) return
    const problem = this.#findProblem(keys)
    if (problem === undefined) this.#accept()
    else this.#refuse(problem)
  }

  /** Takes part in every publication: the first one's key is registered. Throws StoreError for a key that is not good. */
  async requireRegistered(tx: Transaction): Promise<void> {
    if (this.#isRegistered) return
    const { store, signingKey, clock } = this.#options
    const bound = store.within(tx)
    await bound.registerFirst(signingKey, new Date(clock.now()))
    const problem = this.#findProblem(await bound.list())
    if (problem !== undefined) throw new StoreError(problem, HINT)
  }

  /** Why its frames would be refused, of a database that knows some key. */
  #findProblem(keys: readonly RegisteredKey[]): string | undefined {
    const { id } = this.#options.signingKey
    const known = keys.find((key) => key.id === id)
    if (known && known.retiredAt === undefined) return undefined
    const what = known ? 'was retired' : 'is not registered'
    return `The signing key ${id} ${what} in the database, which knows others: services that are told those refuse what it signs`
  }

  #accept(): void {
    this.#isRegistered = true
    this.#options.snapshots.withhold(undefined)
  }

  #refuse(problem: string): void {
    const { snapshots, logger } = this.#options
    const words = `${problem}. ${HINT}`
    const isServing = snapshots.list().length > 0
    if (!isServing) snapshots.withhold(words)
    if (!this.#isAlarmed) {
      logger.error(
        isServing ? `${words} What is served goes on being served.` : `Nothing is served: ${words}`,
      )
    }
    this.#isAlarmed = true
  }
}

const HINT =
  'Put back the key file that was used before, or, once services are told the new public key too, register it: evenkeel-server keys add.'
