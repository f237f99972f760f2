import type { Duplex } from 'node:stream'
import type { HttpProblem } from '../errors.ts'
import { PROBLEM_MEDIA_TYPE, problemDetails } from '../http/problem-details.ts'

/** Seconds after which a client that was refused for want of room or of a snapshot may ask again. */
const RETRY_AFTER_SECONDS = 5

/** Answers a request to upgrade with a problem, as any other route would, and ends the connection. */
export function refuseUpgrade(socket: Duplex, problem: HttpProblem, requestId: string): void {
  const details = problemDetails(problem.status, problem.code, problem.message, requestId)
  const body = JSON.stringify(details)
  const headers = [
    `HTTP/1.1 ${details.status} ${details.title}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Cache-Control: no-store',
    'Connection: close',
    ...(details.status === 401 ? ['WWW-Authenticate: Bearer realm="evenkeel"'] : []),
    ...(details.status === 503 ? [`Retry-After: ${RETRY_AFTER_SECONDS}`] : []),
  ]
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`)
}
