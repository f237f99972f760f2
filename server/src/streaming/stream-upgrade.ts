import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@evenkeel/core/clock'
import { MAX_CLIENT_MESSAGE_BYTES, STREAM_SUBPROTOCOL } from '@evenkeel/core/protocol'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { HttpProblem } from '../errors.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import type { AdmittedStream, StreamAdmission } from './stream-admission.ts'
import type { StreamService } from './stream-service.ts'
import type { StreamingMetrics } from './streaming-metrics.ts'
import { WebSocketSubscriber } from './web-socket-subscriber.ts'

export interface StreamUpgradeOptions {
  readonly admission: StreamAdmission
  readonly streams: StreamService
  readonly fleet: Pick<Fleet, 'connect'>
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
    maxPayload: MAX_CLIENT_MESSAGE_BYTES,
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
    const { streams, fleet, clock } = this.#options
    const socket = new WebSocketSubscriber(webSocket, clock)
    const stream = streams.open({ ...admitted, socket })
    const client = fleet.connect(admitted.environment)
    socket.onAcknowledged(() => stream.acknowledged())
    socket.onMessage((message) => client.heard(message))
    webSocket.on('close', () => {
      stream.ended()
      client.ended()
    })
    webSocket.on('error', () => undefined)
  }
}
