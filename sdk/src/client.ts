import type { ClientEvents, Readiness, ReadyEvent, StaleEvent } from './events/client-events.ts'
import type { SdkError } from './errors.ts'
import type { Listener } from './events/event-emitter.ts'
import { EventEmitter } from './events/event-emitter.ts'
import { FlagReader } from './flag-reader.ts'
import { HookRunner } from './hooks/hook-runner.ts'
import type { Logger } from './logger.ts'
import type { ClientSettings } from './options/parse-client-options.ts'
import type { Runtime } from './runtime.ts'
import { BoundaryTimer } from './snapshot/boundary-timer.ts'
import type { Taken } from './snapshot/held-snapshot.ts'
import { HeldSnapshot } from './snapshot/held-snapshot.ts'
import { createSource } from './source/create-source.ts'
import type { Receiver, Source } from './source/source.ts'
import { waitAtMost } from './wait-at-most.ts'

const DEFAULT_READY_TIMEOUT_MS = 5_000
const LEAST_STALE_AFTER_MS = 60_000
const STALE_AFTER_POLLS = 3
const CLOSE_TIMEOUT_MS = 5_000

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
  #stale: StaleEvent | undefined
  #lastFailure = ''
  readonly #hooks: HookRunner | undefined
  readonly #boundaries: BoundaryTimer
  #closed: Promise<void> | undefined
  #letGo!: () => void
  /** Ends with the first snapshot, or with the client. */
  readonly #beginning = new Promise<void>((resolve) => {
    this.#letGo = resolve
  })

  constructor(settings: ClientSettings, runtime: Runtime) {
    const source = createSource(settings, runtime, () => held.standing)
    const held = new HeldSnapshot({
      ...settings,
      fromServer: source.kind === 'server',
      now: () => runtime.clock.now(),
    })
    const { context, hooks, logger } = settings
    const hookRunner = hooks && new HookRunner(hooks, logger, runtime.clock)
    super(held, context, hookRunner)
    this.#held = held
    this.#source = source
    this.#clock = runtime.clock
    this.#logger = logger
    this.#events = new EventEmitter(logger)
    this.#hooks = hookRunner
    this.#boundaries = new BoundaryTimer({
      clock: runtime.clock,
      boundaries: () => held.evaluator?.snapshot.boundaries ?? [],
      passed: (flags) => {
        this.#tellChange(flags, [])
      },
    })
    this.#staleAfterMs = Math.max(LEAST_STALE_AFTER_MS, STALE_AFTER_POLLS * settings.pollMs)
    this.#stopSource = source.start(this.#receiver())
  }

  /**
   * Resolves when the first snapshot is in use, at the latest after `timeoutMs` (5 seconds when absent); then `source`
   * is "defaults", and the client goes on trying. Never rejects.
   */
  async ready(options?: { readonly timeoutMs?: number | undefined }): Promise<Readiness> {
    if (this.#held.evaluator === undefined && this.#closed === undefined) {
      await waitAtMost(this.#clock, options?.timeoutMs ?? DEFAULT_READY_TIMEOUT_MS, this.#beginning)
    }
    return this.#readiness() ?? { source: 'defaults' }
  }

  /** What the event `stale` told last, until `ready` follows; undefined while news come, or none has come yet. */
  get stale(): StaleEvent | undefined {
    return this.#stale
  }

  /** Gives the way to stop listening. What a listener throws is logged. */
  on<K extends keyof ClientEvents>(event: K, listener: Listener<ClientEvents[K]>): () => void {
    return this.#events.on(event, listener)
  }

  /**
   * Ends every connection and timer, and waits for hooks to send what they hold, five seconds at most. Evaluations go
   * on with the snapshot in use.
   */
  close(): Promise<void> {
    return (this.#closed ??= this.#end())
  }

  async #end(): Promise<void> {
    // When it goes on, `#closed` is there: nothing that is called here finds the client open.
    await Promise.resolve()
    this.#stopSource()
    this.#cancelStale?.()
    this.#boundaries.stop()
    this.#letGo()
    const isDone = await waitAtMost(this.#clock, CLOSE_TIMEOUT_MS, Promise.resolve(this.#hooks?.close()))
    if (!isDone)
      this.#logger.warn('evenkeel: closed although hooks were not done; what they hold may be lost')
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
    if (this.#closed !== undefined) return
    try {
      this.#boundaries.look()
      const taken = take()
      this.#boundaries.look()
      this.#tell(taken)
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
    const hasRecovered = this.#stale !== undefined && isCurrent
    if (isCurrent || isFirst) this.#awaitNext(ready.revision)
    if (isFirst || hasRecovered) {
      this.#logger.info(`evenkeel: ready with revision ${ready.revision} from ${ready.source}`)
      this.#letGo()
      this.#events.emit('ready', ready)
    }
    this.#tellChange(changedFlags, changedConfigs)
  }

  #tellChange(changedFlags: readonly string[], changedConfigs: readonly string[]): void {
    const { revision } = this.#held
    if (revision === undefined || changedFlags.length + changedConfigs.length === 0) return
    this.#events.emit('change', { revision, changedFlags, changedConfigs })
  }

  #fail(error: SdkError): void {
    if (this.#closed !== undefined) return
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
    this.#stale = undefined
    if (this.#source.kind !== 'server') return
    const since = this.#clock.now()
    this.#cancelStale = this.#clock.schedule(this.#staleAfterMs, () => {
      this.#stale = { revision, since }
      const seconds = this.#staleAfterMs / 1000
      this.#logger.warn(`evenkeel: no frame for ${seconds} s; revision ${revision} stays in use`)
      this.#events.emit('stale', this.#stale)
    })
  }

  #readiness(): ReadyEvent | undefined {
    const { revision } = this.#held
    return revision === undefined ? undefined : { source: this.#source.kind, revision }
  }
}
