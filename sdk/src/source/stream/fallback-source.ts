import type { Clock } from '@evenkeel/core/clock'
import type { SdkError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import type { Receiver, Source } from '../source.ts'
import { STEADY_MS } from './websocket-source.ts'

const FAILURES_BEFORE_POLLING = 3
const FIRST_FRAME_MS = 3_000

export interface FallbackSourceOptions {
  readonly stream: Source
  readonly polling: Source
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Streams, and polls while that does not work: after three failures, at once where WebSockets are not let through, and
 * when the first frame takes longer than three seconds. The stream goes on being tried; when it has worked for 20
 * seconds, polling stops.
 */
export class FallbackSource implements Source {
  readonly kind = 'server'
  readonly #options: FallbackSourceOptions
  #receiver!: Receiver
  #stopPolling: (() => void) | undefined
  #failures = 0
  /** Since when the stream has brought frames without a failure. */
  #workingSince: number | undefined

  constructor(options: FallbackSourceOptions) {
    this.#options = options
  }

  start(receiver: Receiver): () => void {
    this.#receiver = receiver
    const cancelFirstFrame = this.#options.clock.schedule(FIRST_FRAME_MS, () => {
      this.#poll('the stream has brought nothing yet')
    })
    const stopStream = this.#options.stream.start({
      snapshot: (snapshot) => {
        receiver.snapshot(snapshot)
      },
      frame: (bytes) => {
        cancelFirstFrame()
        this.#streamed()
        receiver.frame(bytes)
      },
      failed: (error) => {
        if (error.code === 'unauthorized') cancelFirstFrame()
        this.#failed(error)
      },
    })
    return () => {
      cancelFirstFrame()
      stopStream()
      this.#stopPolling?.()
    }
  }

  #streamed(): void {
    const { clock, logger } = this.#options
    this.#workingSince ??= clock.now()
    if (clock.now() - this.#workingSince < STEADY_MS) return
    this.#failures = 0
    if (this.#stopPolling === undefined) return
    logger.info('evenkeel: streaming works again; polling stops')
    this.#stopPolling()
    this.#stopPolling = undefined
  }

  #failed(error: SdkError): void {
    const { code, message } = error
    this.#workingSince = undefined
    // While polling works, nobody needs to hear that streaming does not.
    if (code === 'unauthorized' || this.#stopPolling === undefined) this.#receiver.failed(error)
    // Polling would be refused as well.
    if (code === 'unauthorized') return
    this.#failures += 1
    if (this.#failures >= FAILURES_BEFORE_POLLING || code === 'stream-refused') this.#poll(message)
  }

  #poll(why: string): void {
    if (this.#stopPolling !== undefined) return
    this.#options.logger.info(`evenkeel: polling until streaming works: ${why}`)
    this.#stopPolling = this.#options.polling.start(this.#receiver)
  }
}
