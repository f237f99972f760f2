import { STREAM_SUBPROTOCOL } from '@evenkeel/core/protocol'
import { MAX_FRAME_BYTES } from '@evenkeel/core/snapshot'
import type { WebSocket } from 'ws'
import type { Connect, ConnectionListener, Ending } from './connection.ts'
import type { Endpoint } from '../endpoint.ts'

const CLOSE_TIMEOUT_MS = 1_000

/**
 * A connection of the `ws` package, which is loaded when the first stream is opened. Node's own WebSocket would do
 * from Node 22 on, but it takes a message of any size and does not say with which status an upgrade was refused.
 */
export const connectWithWs: Connect = (endpoint, listener) => {
  let socket: WebSocket | undefined
  let listening: ConnectionListener | undefined = listener
  const end = (ending: Ending) => {
    const ended = listening
    listening = undefined
    ended?.ended(ending)
  }
  const open = async () => {
    const { WebSocket } = await import('ws')
    if (listening === undefined) return
    socket = new WebSocket(endpoint.streamUrl, [STREAM_SUBPROTOCOL], socketOptions(endpoint))
    socket.on('open', () => listening?.opened())
    socket.on('ping', () => listening?.alive())
    socket.on('message', (data, isBinary) => {
      if (isBinary) listening?.frame(data as Buffer)
    })
    socket.on('unexpected-response', (request, { statusCode = 0, headers }) => {
      request.destroy()
      end({ status: statusCode, retryAfter: headers['retry-after'], contentType: headers['content-type'] })
    })
    socket.on('error', (cause) => {
      end({ cause })
    })
    socket.on('close', (closeCode, reason) => {
      end({ closeCode, reason: reason.toString() })
    })
  }
  open().catch((cause: unknown) => {
    end({ cause })
  })
  return {
    send(message) {
      socket?.send(message)
    },
    close() {
      listening = undefined
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
