import { randomBytes } from 'node:crypto'
import type { Clock } from '@evenkeel/core/clock'
import type { WebSocket } from 'ws'
import type { SubscriberSocket } from './subscriber-socket.ts'

/** How long a peer has to answer a close before its connection is cut. */
const CLOSE_GRACE_MS = 1000
const NONCE_BYTES = 8

/**
 * A SubscriberSocket over a WebSocket. Each frame is followed by a ping with bytes nobody can guess, so only a peer
 * that has read the whole frame can send the pong that acknowledges it.
 */
export class WebSocketSubscriber implements SubscriberSocket {
  readonly #webSocket: WebSocket
  readonly #clock: Clock
  #nonce: Buffer | undefined

  constructor(webSocket: WebSocket, clock: Clock) {
    this.#webSocket = webSocket
    this.#clock = clock
  }

  send(frame: Uint8Array): void {
    this.#nonce = randomBytes(NONCE_BYTES)
    this.#webSocket.send(frame, { binary: true })
    this.#webSocket.ping(this.#nonce)
  }

  onAcknowledged(run: () => void): void {
    this.#webSocket.on('pong', (data: Buffer) => {
      if (!this.#nonce?.equals(data)) return
      this.#nonce = undefined
      run()
    })
  }

  /** Messages are text: one that is not is taken for an empty one. */
  onMessage(run: (message: string) => void): void {
    this.#webSocket.on('message', (data: Buffer, isBinary) => run(isBinary ? '' : data.toString()))
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, reason)
    const cancel = this.#clock.schedule(CLOSE_GRACE_MS, () => this.#webSocket.terminate())
    this.#webSocket.once('close', cancel)
  }
}
