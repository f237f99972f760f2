import { Agent, request } from 'node:http'
import { snapshotPath, STREAM_SUBPROTOCOL, streamPath } from '@evenkeel/core/protocol'
import WebSocket from 'ws'

export interface ServerApiOptions {
  readonly port: number
  readonly token: string
  readonly webhookSecret: string
}

export interface Answer {
  readonly status: number
  readonly body: Buffer
}

/** How far a commit has come, as `GET /v1/sync?commit=…` has it. */
export interface Progress {
  readonly state: string
  readonly message: string
  readonly codes: readonly string[]
}

const WAIT_SECONDS = 60

/** What a client sees of a server; connections are kept, as clients keep them. */
export class ServerApi {
  readonly #options: ServerApiOptions
  readonly #agent = new Agent({ keepAlive: true })

  constructor(options: ServerApiOptions) {
    this.#options = options
  }

  get(path: string): Promise<Answer> {
    return this.#ask('GET', path, {})
  }

  /** The frame of an environment; undefined while it is not served. */
  async snapshot(environment: string): Promise<Buffer | undefined> {
    const { status, body } = await this.get(snapshotPath(environment))
    return status === 200 ? body : undefined
  }

  /** Says that something was pushed. */
  async notify(): Promise<void> {
    const { status } = await this.#ask('POST', '/v1/webhooks/git', {
      'content-type': 'application/json',
      'x-gitlab-token': this.#options.webhookSecret,
    })
    if (status !== 202) throw new Error(`the webhook was answered with ${status}`)
  }

  /** Waits until it is decided what becomes of a commit, for as long as a pipeline may ask at once. */
  async progress(commit: string): Promise<Progress> {
    const { status, body } = await this.get(`/v1/sync?commit=${commit}&waitSeconds=${WAIT_SECONDS}`)
    if (status !== 200) throw new Error(`GET /v1/sync was answered with ${status}: ${body.toString()}`)
    const { asked, message, issues } = JSON.parse(body.toString()) as {
      readonly asked: { readonly state: string }
      readonly message: string
      readonly issues: readonly { readonly code: string }[]
    }
    return { state: asked.state, message, codes: [...new Set(issues.map(({ code }) => code))] }
  }

  openStream(environment: string): WebSocket {
    const { port, token } = this.#options
    return new WebSocket(`ws://127.0.0.1:${port}${streamPath(environment)}`, STREAM_SUBPROTOCOL, {
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
    })
  }

  close(): void {
    this.#agent.destroy()
  }

  #ask(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const { port, token } = this.#options
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method,
          agent: this.#agent,
          headers: { authorization: `Bearer ${token}`, ...headers },
        },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }))
          response.on('error', reject)
        },
      )
      asked.on('error', reject)
      asked.end(method === 'POST' ? '{}' : undefined)
    })
  }
}
