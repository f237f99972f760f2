import type { Endpoint } from '../endpoint.ts'

/** Opens a stream. Never throws: whatever goes wrong is told to the listener. */
export type Connect = (endpoint: Endpoint, listener: ConnectionListener) => Connection

export interface Connection {
  /** Once it has opened; afterwards it may be lost. */
  send(message: string): void
  /** Ends it; the listener hears nothing more. */
  close(): void
}

export interface ConnectionListener {
  opened(): void
  /** The other side shows that it is there. */
  alive(): void
  frame(bytes: Uint8Array): void
  /** Called once, and nothing after it. */
  ended(ending: Ending): void
}

/** How a connection ended: refused with an HTTP status, closed with a WebSocket code, or broken. */
export type Ending =
  | {
      readonly status: number
      readonly retryAfter?: string | undefined
      readonly contentType?: string | undefined
    }
  | { readonly closeCode: number; readonly reason: string }
  | { readonly cause: unknown }
