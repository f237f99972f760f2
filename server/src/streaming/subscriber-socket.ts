/** The one connection a Subscriber writes to. */
export interface SubscriberSocket {
  /** Writes a frame and asks the peer to acknowledge it. */
  send(frame: Uint8Array): void
  /** Says why, then ends the connection, whether or not the peer answers. */
  close(code: number, reason: string): void
}
