import type { Clock } from '@evenkeel/core/clock'
import type { EvaluatedFlag } from './evaluated-flags.ts'

interface ReceivedRequest {
  /** Since the server was made. */
  readonly atMs: number
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly context: Readonly<Record<string, unknown>>
  readonly signal: AbortSignal | undefined
}

type Answer = (request: ReceivedRequest) => Response | Promise<Response>

/** Evaluates for a context as a test says, with an entity tag over the outcome, as a server of ours would. */
export class FakeOfrepServer {
  readonly requests: ReceivedRequest[] = []
  /** What it evaluates to; `set` changes it. */
  flags: readonly EvaluatedFlag[] = []
  readonly fetch: typeof fetch
  readonly #outcomes = new Set<string>()
  #answer: Answer = (request) => this.#evaluate(request)

  constructor(clock: Clock) {
    const startedAt = clock.now()
    this.fetch = async (url, init = {}) => {
      const { context } = JSON.parse(init.body as string) as Pick<ReceivedRequest, 'context'>
      const request = {
        atMs: clock.now() - startedAt,
        url: url as string,
        headers: init.headers as Record<string, string>,
        context,
        signal: init.signal ?? undefined,
      }
      this.requests.push(request)
      return this.#answer(request)
    }
  }

  set(...flags: readonly EvaluatedFlag[]): void {
    this.flags = flags
  }

  /** From now on. */
  answerWith(answer: Answer): void {
    this.#answer = answer
  }

  answerStatus(status: number, headers: Record<string, string> = {}, body: unknown = {}): void {
    this.#answer = () => Response.json(body, { status, headers })
  }

  goAway(): void {
    this.#answer = () => Promise.reject(new TypeError('Failed to fetch'))
  }

  comeBack(): void {
    this.#answer = (request) => this.#evaluate(request)
  }

  /** Requests stay without an answer until they are aborted. */
  hang(): void {
    this.#answer = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error)
        })
      })
  }

  get times(): readonly number[] {
    return this.requests.map(({ atMs }) => atMs)
  }

  #evaluate({ headers, context }: ReceivedRequest): Response {
    const outcome = JSON.stringify([this.flags, context])
    this.#outcomes.add(outcome)
    const etag = `W/"${[...this.#outcomes].indexOf(outcome)}"`
    if (headers['if-none-match'] === etag) return new Response(null, { status: 304 })
    return Response.json({ flags: this.flags }, { headers: { etag } })
  }
}
