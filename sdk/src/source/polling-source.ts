import { CLIENT_HEADER, FRAME_MEDIA_TYPE } from '@evenkeel/core/protocol'
import { MAX_FRAME_BYTES } from '@evenkeel/core/snapshot'
import { messageOf } from '@evenkeel/core/errors'
import { SdkError } from '../errors.ts'
import type { Runtime } from '../runtime.ts'
import type { ClientReport } from './client-report.ts'
import type { Endpoint } from './endpoint.ts'
import { failureOfStatus } from './http-failure.ts'
import { readBody } from './read-body.ts'
import { parseRetryAfterMs, retryDelayMs } from './retry-delay.ts'
import type { Receiver, Source } from './source.ts'

const TIMEOUT_MS = 10_000

export interface PollingSourceOptions {
  readonly endpoint: Endpoint
  readonly report: ClientReport
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
    let isStopped = false
    let request: AbortController
    let cancelTimer: (() => void) | undefined
    let failures = 0
    const poll = async (): Promise<void> => {
      request = new AbortController()
      const outcome = await this.#fetchFrame(request)
      if (isStopped) return
      const hasFailed = outcome instanceof SdkError
      failures = hasFailed ? failures + 1 : 0
      const retryMs = hasFailed ? retryDelayMs(failures, outcome, runtime.random) : 0
      const delayMs = Math.max(retryMs, pollMs * (0.9 + 0.2 * runtime.random()))
      cancelTimer = runtime.clock.schedule(delayMs, () => void poll())
      if (hasFailed) receiver.failed(outcome)
      else receiver.frame(outcome)
    }
    void poll()
    return () => {
      isStopped = true
      request.abort()
      cancelTimer?.()
    }
  }

  async #fetchFrame(request: AbortController): Promise<Uint8Array | SdkError> {
    const { endpoint, report, runtime } = this.#options
    const cancelTimeout = runtime.clock.schedule(TIMEOUT_MS, () => {
      request.abort(`no answer within ${TIMEOUT_MS / 1000} s`)
    })
    try {
      const response = await runtime.fetch(endpoint.snapshotUrl, {
        headers: {
          accept: FRAME_MEDIA_TYPE,
          authorization: `Bearer ${endpoint.token}`,
          [CLIENT_HEADER]: report.hello(),
        },
        redirect: 'manual',
        signal: request.signal,
      })
      if (response.status === 200) return await readBody(response, MAX_FRAME_BYTES)
      await response.body?.cancel()
      const retryAfterMs = parseRetryAfterMs(response.headers.get('retry-after'), runtime.clock.now())
      return failureOfStatus(response.status, retryAfterMs, endpoint, endpoint.snapshotUrl)
    } catch (cause) {
      if (cause instanceof SdkError) return cause
      const message = `no snapshot from ${endpoint.snapshotUrl}: ${messageOf(cause)}`
      return new SdkError('unreachable', message, { cause })
    } finally {
      cancelTimeout()
    }
  }
}
