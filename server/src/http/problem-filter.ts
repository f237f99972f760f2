import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import { HttpException } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HttpProblem, RepositoryError, StoreError } from '../errors.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { ProblemDetails } from './problem-details.ts'
import { PROBLEM_MEDIA_TYPE, problemDetails } from './problem-details.ts'

/** The one place where an exception becomes an answer. */
export class ProblemFilter implements ExceptionFilter {
  private readonly logger: Logger

  constructor(logger: Logger) {
    this.logger = logger
  }

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const request = http.getRequest<FastifyRequest>()
    const reply = http.getResponse<FastifyReply>()
    const problem = this.toProblem(exception, request)
    if (!(exception instanceof HttpProblem) && problem.status >= 500) {
      this.logger.error(`${request.method} ${pathOf(request)} failed`, {
        requestId: request.id,
        status: problem.status,
        error: exception,
      })
    }
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="evenkeel"')
    if (problem.status === 503) void reply.header('retry-after', '1')
    void reply.status(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem)
  }

  private toProblem(exception: unknown, request: FastifyRequest): ProblemDetails {
    const instance = request.id
    if (exception instanceof HttpProblem) {
      return problemDetails(exception.status, exception.code, exception.message, instance)
    }
    if (exception instanceof StoreError || exception instanceof RepositoryError) {
      return problemDetails(503, exception.code, `${exception.message}. ${exception.hint}`, instance)
    }
    if (exception instanceof HttpException && exception.getStatus() === 404) {
      return problemDetails(
        404,
        'route-not-found',
        `There is no ${request.method} ${pathOf(request)}; /openapi.json lists what there is.`,
        instance,
      )
    }
    return fromFramework(exception, instance)
  }
}

/** What Fastify and Nest refuse on their own: below 500 they say why in words that are safe to pass on. */
function fromFramework(exception: unknown, instance: string): ProblemDetails {
  const status = statusOf(exception)
  if (status === undefined || status >= 500 || !(exception instanceof Error)) {
    return problemDetails(
      500,
      'internal',
      'This is a fault of the server; its log has more under the request id in "instance".',
      instance,
    )
  }
  const [code, detail] = REFUSALS.get(status) ?? ['bad-request', exception.message]
  return problemDetails(status, code, detail, instance)
}

const REFUSALS = new Map<number, readonly [code: string, detail: string]>([
  [413, ['body-too-large', 'The body is too large: 64 KiB are read below /ofrep, 1 MiB elsewhere.']],
  [
    415,
    ['unsupported-media-type', 'The body is of a type that is not read here; send JSON as application/json.'],
  ],
])

function statusOf(exception: unknown): number | undefined {
  if (exception instanceof HttpException) return exception.getStatus()
  return (exception as { readonly statusCode?: number } | undefined)?.statusCode
}

/** Without the query, which may hold anything. */
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''
