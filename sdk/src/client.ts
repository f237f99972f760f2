import type { ClientEvents, Readiness, ReadyEvent } from './client-events.ts'
import type { SdkError } from './errors.ts'
import type { Listener } from './event-emitter.ts'
import { EventEmitter } from './event-emitter.ts'
import { FlagReader } from './flag-reader.ts'
import type { Logger } from './logger.ts'
import type { ClientSettings } from './parse-client-options.ts'
import type { Runtime } from './runtime.ts'
import type { Taken } from './snapshot/held-snapshot.ts'
import { HeldSnapshot } from './snapshot/held-snapshot.ts'
import { createSource } from './source/create-source.ts'
import type { Receiver, Source } from './source/source.ts'

const DEFAULT_READY_TIMEOUT_MS = 5_000
const LEAST_STALE_AFTER_MS = 60_000
const STALE_AFTER_POLLS = 3
/** What Node's timers can hold. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1

/** What `createClient` gives: reads flags and configs, and keeps itself up to date until it is closed. */
export class Client extends FlagReader {
  readonly #held: HeldSnapshot
  readonly #source: Source
  readonly #clock: Runtime['clock']
  readonly #logger: Logger
  readonly #events: EventEmitter<ClientEvents>
  readonly #staleAfterMs: number
  readonly #stopSource: () => void
  #cancelStale: (() => void) | undefined
  #isStale = false
  #isClosed = false
  #lastFailure = ''
  readonly #waiting = new Set<() => void>()

  constructor(settings: ClientSettings, runtime: Runtime) {
    const source = createSource(settings, runtime)
    const held = new HeldSnapshot({
      ...settings,
      fromServer: source.kind === 'server',
      now: () => runtime.clock.now(),
    })
    super(held, settings.context)
    this.#held = held
    this.#source = source
    this.#clock = runtime.clock
    this.#logger = settings.logger
    this.#events = new EventEmitter(settings.logger)
    this.#staleAfterMs = Math.max(LEAST_STALE_AFTER_MS, STALE_AFTER_POLLS * settings.pollMs)
    this.#stopSource = source.start(this.#receiver())
  }

  /**
   * Resolves when the first snapshot is in use, at the latest after `timeoutMs` (5 seconds when absent); then `source`
   * is "defaults", and the client goes on trying. Never rejects.
   */
  async ready(options: { readonly timeoutMs?: number } = {}): Promise<Readiness> {
    if (this.#held.evaluator === undefined && !this.#isClosed) {
      await this.#firstSnapshot(options.timeoutMs ?? DEFAULT_READY_TIMEOUT_MS)
    }
    return this.#readiness() ?? { source: 'defaults' }
  }

  /** Gives the way to stop listening. What a listener throws is logged. */
  on<K extends keyof ClientEvents>(event: K, listener: Listener<ClientEvents[K]>): () => void {
    return this.#events.on(event, listener)
  }

  /** Ends every connection and timer. Evaluations go on with the snapshot in use. */
  close(): Promise<void> {
    this.#isClosed = true
    this.#stopSource()
    this.#cancelStale?.()
    this.#letGo()
    return Promise.resolve()
  }

  #receiver(): Receiver {
    return {
      frame: (bytes) => {
        this.#take(() => this.#held.takeFrame(bytes))
      },
      snapshot: (snapshot) => {
        this.#take(() => this.#held.takeSnapshot(snapshot))
      },
      failed: (error) => {
        this.#fail(error)
      },
    }
  }

  #take(take: () => Taken): void {
    if (this.#isClosed) return
    try {
      this.#tell(take())
    } catch (thrown) {
      this.#fail(thrown as SdkError)
    }
  }

  #tell({ isFirst, changedFlags, changedConfigs, expired }: Taken): void {
    const ready = this.#readiness()
    if (ready === undefined) return
    const isCurrent = expired === undefined
    if (isCurrent) this.#lastFailure = ''
    else this.#fail(expired)
    const hasRecovered = this.#isStale && isCurrent
    if (isCurrent || isFirst) this.#awaitNext(ready.revision)
    if (isFirst || hasRecovered) {
      this.#logger.info(`evenkeel: ready with revision ${ready.revision} from ${ready.source}`)
      this.#letGo()
      this.#events.emit('ready', ready)
    }
    if (changedFlags.length + changedConfigs.length > 0) {
      this.#events.emit('change', { revision: ready.revision, changedFlags, changedConfigs })
    }
  }

  #fail(error: SdkError): void {
    if (this.#isClosed) return
    const { revision } = this.#held
    const meanwhile =
      revision === undefined
        ? 'no snapshot has arrived yet, so the defaults in the code are served'
        : `revision ${revision} stays in use`
    // An outage that goes on is told once.
    if (error.message !== this.#lastFailure) this.#logger.warn(`evenkeel: ${error.message}; ${meanwhile}`)
    this.#lastFailure = error.message
    this.#events.emit('error', error)
  }

  #awaitNext(revision: string): void {
    this.#cancelStale?.()
    this.#isStale = false
    if (this.#source.kind !== 'server') return
    const since = this.#clock.now()
    this.#cancelStale = this.#clock.schedule(this.#staleAfterMs, () => {
      this.#isStale = true
      const seconds = this.#staleAfterMs / 1000
      this.#logger.warn(`evenkeel: no frame for ${seconds} s; revision ${revision} stays in use`)
      this.#events.emit('stale', { revision, since })
    })
  }

  #readiness(): ReadyEvent | undefined {
    const { revision } = this.#held
    return revision === undefined ? undefined : { source: this.#source.kind, revision }
  }

  #firstSnapshot(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      // The clock keeps no process alive; someone who waits here does.
      const keepAlive = setInterval(() => undefined, LONGEST_INTERVAL_MS)
      const letGo = () => {
        clearInterval(keepAlive)
        cancel()
        this.#waiting.delete(letGo)
        resolve()
      }
      const cancel = this.#clock.schedule(timeoutMs, letGo)
      this.#waiting.add(letGo)
    })
  }

  #letGo(): void {
    for (const letGo of this.#waiting) letGo()
  }
}
