import type { SubscriberSocket } from './subscriber-socket.ts'

/** Keeps what was written to it. */
export class FakeSubscriberSocket implements SubscriberSocket {
  readonly frames: Uint8Array[] = []
  closed: { readonly code: number; readonly reason: string } | undefined

  send(frame: Uint8Array): void {
    this.frames.push(frame)
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason }
  }
}
