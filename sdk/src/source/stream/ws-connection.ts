import { STREAM_SUBPROTOCOL } from '@evenkeel/core/protocol'
import { MAX_FRAME_BYTES } from '@evenkeel/core/snapshot'
import type { WebSocket } from 'ws'
import type { Connect, ConnectionListener } from './connection.ts'
import type { Endpoint } from '../endpoint.ts'

const CLOSE_TIMEOUT_MS = 1_000

/**
 * A connection of the `ws` package, which is loaded when the first stream is opened. Node's own WebSocket would do
 * from Node 22 on, but it takes a message of any size and does not say with which status an upgrade was refused.
 */
export const connectWithWs: Connect = (endpoint, listener) => {
  let socket: WebSocket | undefined
  let over = false
  const untilOver: ConnectionListener = {
    alive: () => {
      if (!over) listener.alive()
    },
    frame: (bytes) => {
      if (!over) listener.frame(bytes)
    },
    ended: (ending) => {
      if (over) return
      over = true
      listener.ended(ending)
    },
  }
  const open = async () => {
    const { WebSocket } = await import('ws')
    if (over) return
    socket = new WebSocket(endpoint.streamUrl, [STREAM_SUBPROTOCOL], socketOptions(endpoint))
    attach(socket, untilOver)
  }
  open().catch((cause: unknown) => {
    untilOver.ended({ cause })
  })
  return {
    close() {
      over = true
      socket?.close(1000)
    },
  }
}

function socketOptions(endpoint: Endpoint) {
  return {
    headers: { authorization: `Bearer ${endpoint.token}` },
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
  }
}

function attach(socket: WebSocket, listener: ConnectionListener): void {
  socket.on('open', () => {
    listener.alive()
  })
  socket.on('ping', () => {
    listener.alive()
  })
  socket.on('message', (data, isBinary) => {
    if (isBinary) listener.frame(data as Buffer)
  })
  socket.on('unexpected-response', (request, response) => {
    request.destroy()
    listener.ended({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
  })
  socket.on('error', (cause) => {
    listener.ended({ cause })
  })
  socket.on('close', (closeCode, reason) => {
    listener.ended({ closeCode, reason: reason.toString() })
  })
}
