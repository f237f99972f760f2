import { messageOf } from '@evenkeel/core/errors'
import type { EvaluationContext } from '@openfeature/web-sdk'
import { SdkError } from '../errors.ts'
import { parseRetryAfterMs } from '../source/retry-delay.ts'
import type { EvaluatedFlags } from './evaluated-flags.ts'
import { parseEvaluatedFlags } from './evaluated-flags.ts'
import type { WebPlatform } from './web-platform.ts'
import type { WebProviderSettings } from './web-provider-options.ts'

const TIMEOUT_MS = 10_000

/** Evaluated flags and the entity tag to ask with whether they changed. */
export interface TaggedFlags {
  readonly flags: EvaluatedFlags
  readonly etag: string | undefined
}

export interface FlagsRequest {
  readonly settings: Pick<WebProviderSettings, 'endpoint' | 'token'>
  readonly context: EvaluationContext
  readonly etag: string | undefined
  readonly signal: AbortSignal
}

/**
 * Asks for every flag at once (OFREP's bulk evaluation). Gives 'unchanged' when what `etag` names still holds, and an
 * SdkError, never a rejection, when there is no answer of use: `unauthorized`, `invalid-context`, `unreachable` or
 * `unavailable`.
 */
export async function fetchEvaluatedFlags(
  request: FlagsRequest,
  { clock, fetch }: Pick<WebPlatform, 'clock' | 'fetch'>,
): Promise<TaggedFlags | 'unchanged' | SdkError> {
  const { settings, signal } = request
  const init = requestInit(request)
  if (init instanceof SdkError) return init
  const stop = new AbortController()
  const abort = () => {
    stop.abort(signal.reason)
  }
  signal.addEventListener('abort', abort)
  const cancelTimeout = clock.schedule(TIMEOUT_MS, () => {
    stop.abort(new Error(`no answer within ${TIMEOUT_MS / 1000} s`))
  })
  try {
    const response = await fetch(settings.endpoint, { ...init, signal: stop.signal })
    if (response.status === 304) return 'unchanged'
    if (!response.ok) return await failureOf(response, settings.endpoint, clock.now())
    const flags = parseEvaluatedFlags(await readJson(response))
    if (flags) return { flags, etag: response.headers.get('etag') ?? undefined }
    return new SdkError(
      'unavailable',
      `${settings.endpoint} answered with something else than flags: check \`url\``,
    )
  } catch (cause) {
    return new SdkError('unreachable', `no flags from ${settings.endpoint}: ${messageOf(cause)}`, { cause })
  } finally {
    cancelTimeout()
    signal.removeEventListener('abort', abort)
  }
}

function requestInit({ settings, context, etag }: FlagsRequest): RequestInit | SdkError {
  const body = writeBody(context)
  if (body instanceof SdkError) return body
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${settings.token}`,
      ...(etag !== undefined && { 'if-none-match': etag }),
    },
    body,
    cache: 'no-store',
    credentials: 'omit',
  }
}

function writeBody(context: EvaluationContext): string | SdkError {
  try {
    return JSON.stringify({ context })
  } catch (cause) {
    return new SdkError('invalid-context', `the context is no JSON: ${messageOf(cause)}`, { cause })
  }
}

/** Undefined for what is no JSON, such as the page that a host answers every address with. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function failureOf(response: Response, endpoint: string, nowMs: number): Promise<SdkError> {
  const { status } = response
  const retryAfterMs = parseRetryAfterMs(response.headers.get('retry-after'), nowMs)
  const told = (await response.json().catch(() => undefined)) as
    { readonly errorDetails?: unknown } | null | undefined
  const details = typeof told?.errorDetails === 'string' ? `: ${told.errorDetails}` : ` at ${endpoint}`
  const answer = `the server answered HTTP ${status}${details}`
  if (status === 400 || status === 413) return new SdkError('invalid-context', answer)
  if (status === 401 || status === 403) return new SdkError('unauthorized', answer, { retryAfterMs })
  return new SdkError('unavailable', answer, { retryAfterMs })
}
