import type { Clock } from '@evenkeel/core/clock'
import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git'
import type { RepositoryError } from '../../errors.ts'
import {
  movedElsewhere,
  notGit,
  remoteNotFound,
  timedOut,
  transferTooLarge,
  unauthorized,
  unreachable,
} from '../repository-faults.ts'
import { networkFault } from './network-fault.ts'

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

/** What isomorphic-git asks, and a body may be any bytes. */
type Asked = Omit<GitHttpRequest, 'body'> & { readonly body?: Bytes }
type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

const MAX_REDIRECTS = 5
/** Git hosts take any name beside an access token; this one is GitHub's own. */
const TOKEN_USER = 'x-access-token'

/**
 * HTTP for one operation against one repository: bounded in bytes and time, and never sending the token anywhere but
 * to the origin it was given for. What goes wrong is a RepositoryError, thrown and kept as `failure`, because what
 * is thrown while a body is read does not always come out at the other end of isomorphic-git. Whoever made it ends it.
 */
export class GitHttpClient implements HttpClient {
  readonly #options: GitHttpClientOptions
  readonly #deadline: number
  readonly #abort = new AbortController()
  readonly #giveUp = () => this.#abort.abort(this.#options.signal.reason)
  #base: string
  #received = 0
  #failure: RepositoryError | undefined

  constructor(options: GitHttpClientOptions) {
    this.#options = options
    this.#deadline = options.clock.now() + options.limits.totalTimeoutMs
    this.#base = options.url
    options.signal.addEventListener('abort', this.#giveUp, { once: true })
    if (options.signal.aborted) this.#giveUp()
  }

  /** Why the operation cannot succeed any more. */
  get failure(): RepositoryError | undefined {
    return this.#failure
  }

  /** Whether it cannot, because more was sent than is received. */
  get receivedTooMuch(): boolean {
    return this.#received > this.#options.limits.maxBytes
  }

  /** For work between and after requests. Throws when the operation has to end. */
  readonly check = (): void => {
    const { clock, limits, url } = this.#options
    if (this.#abort.signal.aborted) throw this.#fail(this.#abort.signal.reason as RepositoryError)
    if (clock.now() > this.#deadline)
      throw this.#fail(timedOut(url, limits.totalTimeoutMs, 'it was not done'))
  }

  /** Hangs up on what is still under way, and leaves nothing behind. */
  end(): void {
    this.#options.signal.removeEventListener('abort', this.#giveUp)
    this.#abort.abort(this.#failure)
  }

  readonly request = async (request: Asked): Promise<GitHttpResponse> => {
    const suffix = request.url.slice(this.#options.url.length)
    const sent: RequestInit = {
      method: request.method ?? 'GET',
      headers: { ...request.headers, ...this.#ownHeaders() },
      redirect: 'manual',
      signal: this.#abort.signal,
    }
    if (request.body) sent.body = await collect(request.body)
    const response = await this.#send(suffix, sent)
    return {
      url: request.url,
      statusCode: response.status,
      statusMessage: response.statusText,
      headers: Object.fromEntries(response.headers),
      body: this.#receive(response),
    }
  }

  #ownHeaders(): Record<string, string> {
    const { token } = this.#options
    const agent = { 'user-agent': 'git/evenkeel' }
    if (token === undefined) return agent
    return { ...agent, authorization: `Basic ${Buffer.from(`${TOKEN_USER}:${token}`).toString('base64')}` }
  }

  /** Follows redirects within the origin, and remembers where the repository moved to for the requests after. */
  async #send(suffix: string, sent: RequestInit): Promise<Response> {
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const at = this.#base + suffix
      const response = await this.#watch(fetch(at, sent), 'it did not answer')
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

  async *#receive(response: Response): AsyncIterableIterator<Uint8Array> {
    if (!response.body) return
    const { url, limits } = this.#options
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    try {
      for (;;) {
        const { done, value } = await this.#watch(reader.read(), 'the transfer stood still')
        if (done) return
        this.#received += value.length
        if (this.receivedTooMuch) throw this.#fail(transferTooLarge(url, inMebibytes(limits.maxBytes)))
        yield value
      }
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  }

  /** Ends what is silent for too long or goes on past the deadline. */
  async #watch<T>(step: Promise<T>, what: string): Promise<T> {
    const { clock, limits, url } = this.#options
    const left = Math.max(0, this.#deadline - clock.now())
    const timeoutMs = Math.min(limits.idleTimeoutMs, left)
    const cancel = clock.schedule(timeoutMs, () =>
      this.#abort.abort(
        timeoutMs === limits.idleTimeoutMs
          ? timedOut(url, timeoutMs, what)
          : timedOut(url, limits.totalTimeoutMs, 'it was not done'),
      ),
    )
    const { signal } = this.#abort
    try {
      return await step
    } catch (error) {
      throw this.#fail(signal.aborted ? (signal.reason as RepositoryError) : networkFault(url, error))
    } finally {
      cancel()
    }
  }

  #fail(failure: RepositoryError): RepositoryError {
    this.#failure ??= failure
    return this.#failure
  }
}

function inMebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`
}

async function collect(body: Bytes): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
