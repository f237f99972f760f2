import { OperationError, UsageError } from '../errors.ts'
import type { AskedServer } from './question.ts'

const TIMEOUT_MS = 10_000

export interface ServerQuestion extends AskedServer {
  /** Below `url`, without a leading slash. */
  readonly route: string
  readonly body: object
  /** What the token has to be good for, as in `evaluate in production`. */
  readonly purpose: string
}

export interface ServerAnswer {
  readonly ok: boolean
  readonly status: number
  readonly body: object
}

/** Throws OperationError when the server cannot be asked or does not answer with JSON. */
export async function askServer(ask: typeof fetch, question: ServerQuestion): Promise<ServerAnswer> {
  const response = await post(ask, question)
  try {
    const body: unknown = await response.json()
    if (typeof body === 'object' && body !== null) return { ok: response.ok, status: response.status, body }
  } catch {
    // Said below, with the status.
  }
  throw new OperationError(
    'server',
    `${question.url} answers ${response.status} without JSON: is it an evenkeel server?`,
  )
}

async function post(ask: typeof fetch, { url, token, route, body }: ServerQuestion): Promise<Response> {
  const address = requireAddress(url, route)
  try {
    return await ask(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new OperationError('server', `${address.origin} could not be asked: ${why}`, { cause: error })
  }
}

function requireAddress(url: string, route: string): URL {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new UsageError(`${url} is not an address`, 'write it as https://flags.example.com')
  }
  return new URL(route, url.endsWith('/') ? url : `${url}/`)
}

/** What to throw at an answer that does not answer the question; problem+json says why in `detail`. */
export function refusedBy(
  { status, body }: ServerAnswer,
  { url, token, purpose }: ServerQuestion,
): OperationError {
  const { detail } = body as { readonly detail?: string }
  const said = detail === undefined ? '' : `: ${detail}`
  const explain = () => {
    if (status === 401 && token === undefined) return `${url} wants a token: set EVENKEEL_TOKEN`
    if (status === 401) return `${url} does not know this token${said}`
    if (status === 403) return `${url} does not let this token ${purpose}${said}`
    return `${url} answers ${status}${said}`
  }
  return new OperationError('server', explain())
}
