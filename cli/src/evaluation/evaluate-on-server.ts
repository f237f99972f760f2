import type { ErrorCode, FlagMetadata, Reason } from '@evenkeel/core/evaluation'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { OperationError, UsageError } from '../errors.ts'
import type { FlagEvaluation } from './flag-evaluation.ts'

const TIMEOUT_MS = 10_000

export interface ServerEvaluation {
  readonly url: string
  readonly token: string | undefined
  readonly flag: string
  readonly environment: string
  readonly context: JsonObject
}

/** OpenFeature Remote Evaluation Protocol, https://openfeature.dev/specification/appendix-c. */
interface OfrepAnswer {
  readonly value?: JsonValue
  readonly variant?: string
  readonly reason?: Reason
  readonly metadata?: FlagMetadata
  readonly errorCode?: ErrorCode
  readonly errorDetails?: string
  readonly detail?: string
}

/** Throws OperationError when the server cannot be asked or does not answer the question. */
export async function evaluateOnServer(ask: typeof fetch, asked: ServerEvaluation): Promise<FlagEvaluation> {
  const response = await post(ask, asked)
  const answer = await readAnswer(response, asked.url)
  const evaluated = { flagKey: asked.flag, environment: asked.environment, evaluatedBy: asked.url }
  const { value, variant, reason, metadata, errorCode, errorDetails } = answer
  if (response.ok && value !== undefined && reason !== undefined) {
    return {
      ...evaluated,
      value,
      ...(variant !== undefined && { variant }),
      reason,
      flagMetadata: metadata ?? {},
    }
  }
  if (errorCode !== undefined) {
    const errorMessage = errorDetails ?? `the server answers ${errorCode}`
    return { ...evaluated, value: null, reason: 'ERROR', errorCode, errorMessage, flagMetadata: {} }
  }
  throw new OperationError('server', explainRefusal(response.status, answer.detail, asked))
}

async function post(ask: typeof fetch, { url, token, flag, environment, context }: ServerEvaluation) {
  const route = endpoint(url, flag, environment)
  try {
    return await ask(route, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ context }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new OperationError('server', `${route.origin} could not be asked: ${why}`, { cause: error })
  }
}

function endpoint(url: string, flag: string, environment: string): URL {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new UsageError(`${url} is not an address`, 'write it as https://flags.example.com')
  }
  const base = url.endsWith('/') ? url : `${url}/`
  const route = new URL(`ofrep/v1/evaluate/flags/${encodeURIComponent(flag)}`, base)
  route.searchParams.set('environment', environment)
  return route
}

async function readAnswer(response: Response, url: string): Promise<OfrepAnswer> {
  try {
    const answer: unknown = await response.json()
    if (typeof answer === 'object' && answer !== null) return answer
  } catch {
    // Said below, with the status.
  }
  throw new OperationError(
    'server',
    `${url} answers ${response.status} without JSON: is it an evenkeel server?`,
  )
}

function explainRefusal(status: number, detail: string | undefined, asked: ServerEvaluation): string {
  const said = detail === undefined ? '' : `: ${detail}`
  if (status === 401 && asked.token === undefined) return `${asked.url} wants a token: set EVENKEEL_TOKEN`
  if (status === 401) return `${asked.url} does not know this token${said}`
  if (status === 403) return `${asked.url} does not let this token evaluate in ${asked.environment}${said}`
  return `${asked.url} answers ${status}${said}`
}
