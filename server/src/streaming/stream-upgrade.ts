import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@evenkeel/core/clock'
import { STREAM_SUBPROTOCOL } from '@evenkeel/core/protocol'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { HttpProblem } from '../errors.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import type { AdmittedStream, StreamAdmission } from './stream-admission.ts'
import type { StreamService } from './stream-service.ts'
import type { StreamingMetrics } from './streaming-metrics.ts'
import { WebSocketSubscriber } from './web-socket-subscriber.ts'

/** What a client may send in one message; a larger one ends its connection. Messages are not read yet. */
const MAX_MESSAGE_BYTES = 4096

export interface StreamUpgradeOptions {
  readonly admission: StreamAdmission
  readonly streams: StreamService
  readonly metrics: StreamingMetrics
  readonly clock: Clock
}

/** Turns requests to upgrade into streams, or answers them with a problem. */
export class StreamUpgrade {
  readonly #options: StreamUpgradeOptions
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: () => STREAM_SUBPROTOCOL,
  })

  constructor(options: StreamUpgradeOptions) {
    this.#options = options
  }

  /** From now on, every upgrade that a client asks this server for is decided here. */
  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head)
    })
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { admission, streams, metrics } = this.#options
    const ignoreBrokenConnection = () => undefined
    socket.on('error', ignoreBrokenConnection)
    try {
      const admitted = admission.admit(request)
      streams.requireRoom()
      socket.off('error', ignoreBrokenConnection)
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, admitted))
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      metrics.streamRefused(error.code)
      refuseUpgrade(socket, error, randomUUID())
    }
  }

  #open(webSocket: WebSocket, admitted: AdmittedStream): void {
    const socket = new WebSocketSubscriber(webSocket, this.#options.clock)
    const stream = this.#options.streams.open({ ...admitted, socket })
    socket.onAcknowledged(() => stream.acknowledged())
    webSocket.on('close', () => stream.ended())
    webSocket.on('error', () => undefined)
  }
}
