import { CLOSE_CODE_ABOVE_STATUS } from '@evenkeel/core/protocol'
import { messageOf } from '@evenkeel/core/errors'
import { SdkError } from '../../errors.ts'
import type { Ending } from './connection.ts'
import type { Endpoint } from '../endpoint.ts'
import { failureOfStatus } from '../http-failure.ts'
import { parseRetryAfterMs } from '../retry-delay.ts'

/** What the end of a stream means. */
export function failureOfEnding(ending: Ending, endpoint: Endpoint, nowMs: number): SdkError {
  const { environment, streamUrl } = endpoint
  if ('cause' in ending) {
    return new SdkError('unreachable', `no stream from ${streamUrl}: ${messageOf(ending.cause)}`, ending)
  }
  if ('status' in ending) {
    const retryAfterMs = parseRetryAfterMs(ending.retryAfter, nowMs)
    if (isAnsweredByServer(ending)) {
      return failureOfStatus(ending.status, retryAfterMs, endpoint, streamUrl)
    }
    return new SdkError(
      'stream-refused',
      `${streamUrl} answered HTTP ${ending.status} instead of opening a WebSocket: is a proxy on the way?`,
      { retryAfterMs },
    )
  }
  const status = ending.closeCode - CLOSE_CODE_ABOVE_STATUS
  if (status === 401 || status === 404) return failureOfStatus(status, undefined, endpoint, streamUrl)
  const reason = ending.reason === '' ? '' : `: ${ending.reason}`
  return new SdkError(
    'unreachable',
    `the stream of environment "${environment}" ended (WebSocket close code ${ending.closeCode}${reason})`,
  )
}

/** Proxies refuse upgrades with all kinds of statuses, and with no problem details. */
function isAnsweredByServer({ status, contentType = '' }: Extract<Ending, { status: number }>): boolean {
  const isProblem = contentType.startsWith('application/problem+json')
  return isProblem || status === 401 || status === 404 || status === 429 || status >= 500
}
