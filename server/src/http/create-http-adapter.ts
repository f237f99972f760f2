import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { Logger } from '../telemetry/logger.ts'
import { PROBLEM_MEDIA_TYPE, problemDetails } from './problem-details.ts'
import { refuseConnection } from './refuse-connection.ts'

const MAX_BODY_BYTES = 1024 * 1024
const HEADERS_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 30_000
const KEEP_ALIVE_TIMEOUT_MS = 72_000
/** Node looks for connections beyond their deadline this often. */
const CONNECTIONS_CHECK_MS = 1_000
/** Longest name of an environment or key, percent-encoded. */
const MAX_PARAMETER_LENGTH = 512

const UNREADABLE_PATH = `The path cannot be read: names in it are UTF-8, percent-encoded (a % is %25), and at most ${MAX_PARAMETER_LENGTH} characters long.`

const SANE_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/

/** What is said with every answer, unless the route said otherwise. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Fastify's reply to what is no request of a route; its own type of a body is one that nothing is of. */
interface Answer {
  status(code: number): Answer
  type(mediaType: string): Answer
  send(body: never): unknown
}

/** Fastify with our limits, request ids, headers and request log. */
export function createHttpAdapter(logger: Logger): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    // JSON.parse makes own properties of these names, and nothing here assigns by a name that was sent.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CONNECTIONS_CHECK_MS },
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    genReqId: requestIdOf,
    clientErrorHandler: (error, socket) => refuseConnection(error, socket),
    frameworkErrors: (_error: Error, request: { readonly id: string }, reply: Answer) => {
      const problem = problemDetails(400, 'bad-request', UNREADABLE_PATH, request.id)
      void reply
        .status(400)
        .type(PROBLEM_MEDIA_TYPE)
        .send(problem as never)
    },
  })
  const server = adapter.getInstance()
  server.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id)
    // A connection kept alive would be waited for when the server stops.
    if (!server.server.listening) void reply.header('connection', 'close')
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!reply.hasHeader(name)) void reply.header(name, value)
    }
  })
  server.addHook('onResponse', async (request, reply) => {
    logger.debug('request', {
      requestId: request.id,
      method: request.method,
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    })
  })
  return adapter
}

/** The caller's, so that one id runs through every log, unless it is one that could forge a log line. */
function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : randomUUID()
}
