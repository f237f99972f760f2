import type { IncomingMessage } from 'node:http'
import { STREAM_SUBPROTOCOL } from '@evenkeel/core/protocol'
import { requireAllowed } from '../access/require-allowed.ts'
import type { TokenAuthenticator } from '../access/token-authenticator.ts'
import { HttpProblem } from '../errors.ts'
import { requireServed } from '../snapshots/require-served.ts'
import type { ServedSnapshots } from '../snapshots/snapshot-service.ts'

const STREAM_PATH = /^\/v1\/environments\/([^/?]+)\/stream(?:\?.*)?$/

export interface AdmittedStream {
  readonly environment: string
  /** Whether the token it was opened with is still good. */
  readonly isAdmitted: () => boolean
}

/** Decides which requests to upgrade become streams. */
export class StreamAdmission {
  readonly #authenticator: TokenAuthenticator
  readonly #served: ServedSnapshots

  constructor(authenticator: TokenAuthenticator, served: ServedSnapshots) {
    this.#authenticator = authenticator
    this.#served = served
  }

  /** Before anything is upgraded. Throws HttpProblem. */
  admit(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): AdmittedStream {
    const environment = environmentIn(request.url ?? '')
    if (request.method !== 'GET' || environment === undefined) {
      throw new HttpProblem(
        404,
        'route-not-found',
        'There is nothing to upgrade to here; streams are at GET /v1/environments/{environment}/stream.',
      )
    }
    const principal = requireAllowed(this.#authenticator, {
      header: request.headers.authorization,
      action: 'snapshot.read',
      resource: { environment },
    })
    requireServed(this.#served, environment, principal)
    requireSubprotocol(request.headers)
    return { environment, isAdmitted: () => this.#authenticator.isCurrent(principal) }
  }
}

function environmentIn(url: string): string | undefined {
  const [, encoded] = STREAM_PATH.exec(url) ?? []
  if (encoded === undefined) return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

function requireSubprotocol(headers: IncomingMessage['headers']): void {
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    throw new HttpProblem(400, 'not-a-websocket', 'A stream is a WebSocket: send Upgrade: websocket.')
  }
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? []
  if (!offered.includes(STREAM_SUBPROTOCOL)) {
    throw new HttpProblem(
      400,
      'subprotocol-required',
      `Offer the subprotocol this server speaks: Sec-WebSocket-Protocol: ${STREAM_SUBPROTOCOL}.`,
    )
  }
}
