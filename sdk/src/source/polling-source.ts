import { FRAME_MEDIA_TYPE } from '@evenkeel/core/protocol'
import { MAX_FRAME_BYTES } from '@evenkeel/core/snapshot'
import { messageOf, SdkError } from '../errors.ts'
import type { Runtime } from '../runtime.ts'
import type { Endpoint } from './endpoint.ts'
import { failureOfStatus } from './http-failure.ts'
import { readBody } from './read-body.ts'
import { parseRetryAfterMs, retryDelayMs } from './retry-delay.ts'
import type { Receiver, Source } from './source.ts'

const TIMEOUT_MS = 10_000

export interface PollingSourceOptions {
  readonly endpoint: Endpoint
  readonly pollMs: number
  readonly runtime: Pick<Runtime, 'clock' | 'random' | 'fetch'>
}

/** Fetches the frame again and again: 10 % around `pollMs` apart, later after a failure. */
export class PollingSource implements Source {
  readonly kind = 'server'
  readonly #options: PollingSourceOptions

  constructor(options: PollingSourceOptions) {
    this.#options = options
  }

  start(receiver: Receiver): () => void {
    const { pollMs, runtime } = this.#options
    const stop = new AbortController()
    let failures = 0
    const poll = async (): Promise<void> => {
      const outcome = await this.#fetchFrame(stop.signal)
      if (stop.signal.aborted) return
      const failure = outcome instanceof SdkError ? outcome : undefined
      failures = failure === undefined ? 0 : failures + 1
      const jitteredMs = pollMs * (0.9 + 0.2 * runtime.random())
      const delayMs =
        failure === undefined
          ? jitteredMs
          : Math.max(jitteredMs, retryDelayMs(failures, failure, runtime.random))
      cancel = runtime.clock.schedule(delayMs, () => void poll())
      if (outcome instanceof SdkError) receiver.failed(outcome)
      else receiver.frame(outcome)
    }
    let cancel: () => void = () => undefined
    void poll()
    return () => {
      stop.abort()
      cancel()
    }
  }

  async #fetchFrame(stopped: AbortSignal): Promise<Uint8Array | SdkError> {
    const { endpoint, runtime } = this.#options
    const timeout = new AbortController()
    const cancelTimeout = runtime.clock.schedule(TIMEOUT_MS, () => {
      timeout.abort(new Error(`no answer within ${TIMEOUT_MS / 1000} s`))
    })
    try {
      const response = await runtime.fetch(endpoint.snapshotUrl, {
        headers: { accept: FRAME_MEDIA_TYPE, authorization: `Bearer ${endpoint.token}` },
        redirect: 'manual',
        signal: AbortSignal.any([stopped, timeout.signal]),
      })
      if (response.status !== 200) return await this.#failureOf(response)
      return await readBody(response, MAX_FRAME_BYTES)
    } catch (cause) {
      if (cause instanceof SdkError) return cause
      return new SdkError('unreachable', `no snapshot from ${endpoint.snapshotUrl}: ${messageOf(cause)}`, {
        cause,
      })
    } finally {
      cancelTimeout()
    }
  }

  async #failureOf(response: Response): Promise<SdkError> {
    await response.body?.cancel()
    const retryAfterMs = parseRetryAfterMs(
      response.headers.get('retry-after'),
      this.#options.runtime.clock.now(),
    )
    return failureOfStatus(response.status, retryAfterMs, this.#options.endpoint)
  }
}
