import type { Clock } from '@evenkeel/core/clock'
import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git'
import type { RepositoryError } from '../errors.ts'
import {
  movedElsewhere,
  notGit,
  remoteNotFound,
  timedOut,
  transferTooLarge,
  unauthorized,
  unreachable,
} from './repository-faults.ts'

export interface TransferLimits {
  /** How long the other side may be silent. */
  readonly idleTimeoutMs: number
  /** How long one operation may take in all. */
  readonly totalTimeoutMs: number
  /** The most bytes that are received in all. */
  readonly maxBytes: number
}

export interface GitHttpClientOptions {
  /** Of the repository, without credentials. */
  readonly url: string
  readonly token?: string
  readonly clock: Clock
  readonly limits: TransferLimits
  /** Ends the operation when nobody waits for it any more; the reason is a RepositoryError. */
  readonly signal: AbortSignal
}

const MAX_REDIRECTS = 5
/** Git hosts take any name beside an access token; this one is GitHub's own. */
const TOKEN_USER = 'x-access-token'

/**
 * HTTP for one operation against one repository: bounded in bytes and time, and never sending the token anywhere but
 * to the origin it was given for. What goes wrong is a RepositoryError, thrown and kept as `failure`, because what
 * is thrown while a body is read does not always come out at the other end of isomorphic-git.
 */
export class GitHttpClient implements HttpClient {
  readonly #options: GitHttpClientOptions
  readonly #deadline: number
  #base: string
  #received = 0
  #failure: RepositoryError | undefined

  constructor(options: GitHttpClientOptions) {
    this.#options = options
    this.#deadline = options.clock.now() + options.limits.totalTimeoutMs
    this.#base = options.url
  }

  /** Why the operation cannot succeed any more. */
  get failure(): RepositoryError | undefined {
    return this.#failure
  }

  readonly request = async (request: GitHttpRequest): Promise<GitHttpResponse> => {
    const suffix = request.url.slice(this.#options.url.length)
    const { signal, watch } = this.#watchdog()
    const sent: RequestInit = {
      method: request.method ?? 'GET',
      headers: { ...request.headers, ...this.#ownHeaders() },
      redirect: 'manual',
      signal,
    }
    if (request.body) sent.body = askingForThinPack(await collect(request.body))
    const response = await this.#send(suffix, sent, watch)
    return {
      url: request.url,
      statusCode: response.status,
      statusMessage: response.statusText,
      headers: Object.fromEntries(response.headers),
      body: this.#receive(response, watch),
    }
  }

  #ownHeaders(): Record<string, string> {
    const { token } = this.#options
    const agent = { 'user-agent': 'git/evenkeel' }
    if (token === undefined) return agent
    return { ...agent, authorization: `Basic ${Buffer.from(`${TOKEN_USER}:${token}`).toString('base64')}` }
  }

  /** Follows redirects within the origin, and remembers where the repository moved to for the requests after. */
  async #send(suffix: string, sent: RequestInit, watch: Watch): Promise<Response> {
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const at = this.#base + suffix
      const response = await watch(fetch(at, sent), 'it did not answer')
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || location === null) {
        return this.#accept(response)
      }
      await response.body?.cancel()
      this.#base = this.#redirect(new URL(location, at), suffix)
    }
    throw this.#fail(unreachable(this.#options.url, 'it redirects in circles', 'Check EVENKEEL_REPO.'))
  }

  #redirect(target: URL, suffix: string): string {
    const { url } = this.#options
    const origin = new URL(url)
    const upgraded = target.protocol === 'https:' && target.hostname === origin.hostname
    if (target.origin !== origin.origin && !upgraded) throw this.#fail(movedElsewhere(url, target.host))
    if (!target.href.endsWith(suffix)) throw this.#fail(notGit(url))
    return target.href.slice(0, -suffix.length)
  }

  #accept(response: Response): Response {
    const { url, token } = this.#options
    if (response.ok && response.status !== 203) return response
    void response.body?.cancel()
    const { status } = response
    if (status === 401 || status === 403 || status === 203) {
      throw this.#fail(unauthorized(url, status, token !== undefined))
    }
    if (status === 404 || status === 410) throw this.#fail(remoteNotFound(url, token !== undefined))
    const hint = 'It is tried again by itself. If it stays so, look at the state of the Git host.'
    throw this.#fail(unreachable(url, `it answered HTTP ${status}`, hint))
  }

  async *#receive(response: Response, watch: Watch): AsyncIterableIterator<Uint8Array> {
    if (!response.body) return
    const { url, limits } = this.#options
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    try {
      for (;;) {
        const { done, value } = await watch(reader.read(), 'the transfer stood still')
        if (done) return
        this.#received += value.length
        if (this.#received > limits.maxBytes) throw this.#fail(transferTooLarge(url, limits.maxBytes))
        yield value
      }
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  }

  /** Ends a request that is silent for too long or goes on past the deadline. */
  #watchdog(): { readonly signal: AbortSignal; readonly watch: Watch } {
    const { clock, limits, url } = this.#options
    const abort = new AbortController()
    const signal = AbortSignal.any([abort.signal, this.#options.signal])
    const watch: Watch = async (step, what) => {
      const left = Math.max(0, this.#deadline - clock.now())
      const timeoutMs = Math.min(limits.idleTimeoutMs, left)
      const cancel = clock.schedule(timeoutMs, () =>
        abort.abort(
          timeoutMs === limits.idleTimeoutMs
            ? timedOut(url, timeoutMs, what)
            : timedOut(url, limits.totalTimeoutMs, 'it was not done'),
        ),
      )
      try {
        return await step
      } catch (error) {
        throw this.#fail(signal.aborted ? (signal.reason as RepositoryError) : describe(url, error))
      } finally {
        cancel()
      }
    }
    return { signal, watch }
  }

  #fail(failure: RepositoryError): RepositoryError {
    this.#failure ??= failure
    return this.#failure
  }
}

type Watch = <T>(step: Promise<T>, what: string) => Promise<T>

const NETWORK_HINTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Check the host name in EVENKEEL_REPO, and that this machine can resolve it.',
  EAI_AGAIN: 'The name service did not answer; it is tried again by itself.',
  ECONNREFUSED: 'Nothing listens there: check host and port in EVENKEEL_REPO, and the firewall.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'For a certificate authority of your own set NODE_EXTRA_CA_CERTS.',
  SELF_SIGNED_CERT_IN_CHAIN: 'For a certificate authority of your own set NODE_EXTRA_CA_CERTS.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'For a certificate authority of your own set NODE_EXTRA_CA_CERTS.',
  CERT_HAS_EXPIRED: 'The certificate of the Git host has expired; whoever runs it has to renew it.',
}

function describe(url: string, error: unknown): RepositoryError {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined
  const hint = NETWORK_HINTS[code ?? ''] ?? 'It is tried again by itself. If it stays so, check the network.'
  return unreachable(url, code ?? 'the connection broke', hint, error)
}

/**
 * Adds the capability `thin-pack` to a request of protocol v1. isomorphic-git never asks for one, and without it
 * Git sends the whole tree of a shallow commit again; it reads thin packs from its own store all the same.
 */
function askingForThinPack(body: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const length = Number.parseInt(body.toString('latin1', 0, 4), 16)
  const line = body.toString('utf8', 4, length)
  if (!line.startsWith('want ')) return body
  const thin = line.replace(' ofs-delta', ' thin-pack ofs-delta')
  const prefix = (Buffer.byteLength(thin) + 4).toString(16).padStart(4, '0')
  return Buffer.concat([Buffer.from(prefix + thin), body.subarray(length)])
}

async function collect(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
