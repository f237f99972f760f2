import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { PROBLEM_MEDIA_TYPE, problemDetails } from './problem-details.ts'

const REFUSALS = new Map<string | undefined, readonly [status: number, code: string, detail: string]>([
  ['HPE_HEADER_OVERFLOW', [431, 'headers-too-large', 'The headers are larger than 16 KiB.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'request-timeout', 'The request did not arrive in time.']],
])
const NOT_HTTP = [400, 'bad-request', 'This is not a request of HTTP/1.1 that can be read.'] as const

/** Answers what never became a request, and ends the connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code, detail] = REFUSALS.get(error.code) ?? NOT_HTTP
  const problem = problemDetails(status, code, detail, randomUUID())
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${status} ${problem.title}\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
