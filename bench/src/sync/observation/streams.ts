import { once } from 'node:events'
import type WebSocket from 'ws'
import type { ServerApi } from '../server/server-api.ts'
import { WATCHED } from '../workload/sync-workload.ts'

/** Services that are sent the current frame every second, and how long each waited for one after the other. */
export class Streams {
  readonly #sockets: readonly WebSocket[]
  #gapsMs: number[] = []
  #isClosing = false
  #lost = 0

  private constructor(sockets: readonly WebSocket[]) {
    this.#sockets = sockets
    for (const socket of sockets) this.#watch(socket)
  }

  static async open(api: ServerApi, count: number): Promise<Streams> {
    const sockets = Array.from({ length: count }, () => api.openStream(WATCHED))
    const streams = new Streams(sockets)
    await Promise.all(sockets.map((socket) => once(socket, 'message')))
    return streams
  }

  /** Streams that ended by themselves. */
  get lost(): number {
    return this.#lost
  }

  /** Since it was last asked for. */
  takeGapsMs(): readonly number[] {
    const gaps = this.#gapsMs
    this.#gapsMs = []
    return gaps
  }

  close(): void {
    this.#isClosing = true
    for (const socket of this.#sockets) socket.terminate()
  }

  #watch(socket: WebSocket): void {
    let last: number | undefined
    socket.on('message', () => {
      const now = performance.now()
      if (last !== undefined) this.#gapsMs.push(now - last)
      last = now
    })
    socket.on('close', () => {
      if (!this.#isClosing) this.#lost++
    })
    socket.on('error', () => undefined)
  }
}
