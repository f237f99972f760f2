import type { ErrorCode } from '@evenkeel/core/evaluation'
import type { FastifyAdapter } from '@nestjs/platform-fastify'
import type { ProblemDetails } from '../http/problem-details.ts'
import { PROBLEM_MEDIA_TYPE, problemDetails } from '../http/problem-details.ts'
import type { OfrepFault } from './parse-ofrep-request.ts'

const ROOT = '/ofrep/'
const ONE_FLAG = /^\/ofrep\/v1\/evaluate\/flags\/([^/?]+)/
/** Everyone who can read a page can send a context: this much is evaluated in a few milliseconds, 1 MiB would take 300. */
const MAX_BODY_BYTES = 64 * 1024
/** Browsers keep what a preflight said for this long at most. */
const PREFLIGHT_SECONDS = 7_200

/** The part of Fastify's reply that is used here. */
interface Reply {
  header(name: string, value: string): Reply
  headers(values: Record<string, string | number>): Reply
  status(code: number): Reply
  type(mediaType: string): Reply
  send(body?: unknown): Reply
}

/**
 * What holds below /ofrep and nowhere else: pages of `corsOrigins` may ask (`*` are those of every origin), bodies are
 * small, and problems say in OFREP's words too what is wrong. Pages send a token, never cookies.
 * Source: https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function addOfrepHooks(adapter: FastifyAdapter, corsOrigins: readonly string[]): void {
  const server = adapter.getInstance()
  server.addHook('onRoute', (route) => {
    if (route.url.startsWith(ROOT)) route.bodyLimit = MAX_BODY_BYTES
  })
  server.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    if (origin === undefined || !request.url.startsWith(ROOT)) return
    const isPreflight =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
    const isAllowed = allowOrigin(reply, origin, corsOrigins)
    if (isPreflight) return isAllowed ? answerPreflight(reply) : refusePreflight(reply, origin, request.id)
    return
  })
  server.addHook('preSerialization', async (request, reply, payload) => {
    const isProblem = String(reply.getHeader('content-type')).startsWith(PROBLEM_MEDIA_TYPE)
    if (!isProblem || !request.url.startsWith(ROOT)) return payload
    return { ...(payload as ProblemDetails), ...toOfrepFault(payload as ProblemDetails, request.url) }
  })
}

function allowOrigin(reply: Reply, origin: string, corsOrigins: readonly string[]): boolean {
  const isForAll = corsOrigins.includes('*')
  if (!isForAll) void reply.header('vary', 'Origin')
  if (!isForAll && !corsOrigins.includes(origin)) return false
  void reply.headers({
    'access-control-allow-origin': isForAll ? '*' : origin,
    'access-control-expose-headers': 'ETag, Retry-After, X-Request-Id',
  })
  return true
}

function answerPreflight(reply: Reply): Reply {
  return reply
    .status(204)
    .headers({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Authorization, Content-Type, If-None-Match',
      'access-control-max-age': PREFLIGHT_SECONDS,
    })
    .send()
}

function refusePreflight(reply: Reply, origin: string, requestId: string): Reply {
  const detail =
    origin === 'null'
      ? 'A page without an origin, such as a file or a sandboxed frame, may not evaluate here: serve it over HTTP.'
      : `Pages of ${origin} may not evaluate here: name the origin in EVENKEEL_CORS_ORIGINS or --cors-origins.`
  return reply
    .status(403)
    .type(PROBLEM_MEDIA_TYPE)
    .send(problemDetails(403, 'origin-not-allowed', detail, requestId))
}

function toOfrepFault(
  { status, detail }: ProblemDetails,
  url: string,
): OfrepFault & { readonly key?: string } {
  const [, key] = ONE_FLAG.exec(url) ?? []
  return {
    ...(key !== undefined && { key: decodeURIComponent(key) }),
    errorCode: CODES.get(status) ?? 'GENERAL',
    errorDetails: detail,
  }
}

const CODES = new Map<number, ErrorCode>([
  [400, 'PARSE_ERROR'],
  [413, 'PARSE_ERROR'],
  [415, 'PARSE_ERROR'],
  [503, 'PROVIDER_NOT_READY'],
])
