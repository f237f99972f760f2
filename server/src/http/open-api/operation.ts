import type { JsonObject } from '@evenkeel/core/json'
import type { Action } from '../../access/policy.ts'
import { POLICY, tokenKindsFor } from '../../access/policy.ts'
import { PROBLEM_MEDIA_TYPE } from '../problem-details.ts'

/** What the document says of one method of one path; an OpenAPI 3.1 operation is made of it. */
interface OperationSummary {
  readonly summary: string
  /** What asking for it does; who may is in the policy. */
  readonly action: Action
  /** Media types of the successful answer with what they hold. */
  readonly answers: Readonly<Record<string, string>>
  /** Codes of the problems that are this route's own, by status. */
  readonly problems?: Readonly<Record<number, readonly string[]>>
  /** What the request's body is, with its media type application/json. */
  readonly body?: string
  readonly query?: Readonly<Record<string, string>>
  readonly status?: number
}

/** Method in lower case → operation, by path with `{parameter}`. */
export type PathSummaries = Readonly<Record<string, Readonly<Record<string, OperationSummary>>>>

export function toPathItems(paths: PathSummaries): JsonObject {
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, summary]) => [method, toOperation(path, summary)]),
      ),
    ]),
  )
}

function toOperation(path: string, operation: OperationSummary): JsonObject {
  const { summary, answers, body, status = 200 } = operation
  return {
    summary,
    parameters: parametersOf(path, operation),
    ...describeAccess(operation.action),
    ...(body !== undefined && {
      requestBody: { description: body, content: { 'application/json': { schema: {} } } },
    }),
    responses: {
      [status]: {
        description: Object.values(answers).join(' Or: '),
        content: Object.fromEntries(
          Object.entries(answers).map(([mediaType, description]) => [mediaType, { schema: { description } }]),
        ),
      },
      ...Object.fromEntries(problemsOf(operation).map(([code, codes]) => [code, problemResponse(codes)])),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

function parametersOf(path: string, { query = {} }: OperationSummary): JsonObject[] {
  const schema = { type: 'string' }
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      schema,
    })),
    ...Object.entries(query).map(([name, description]) => ({ name, in: 'query', description, schema })),
  ]
}

function describeAccess(action: Action): JsonObject {
  if (POLICY[action] === 'signature') return { security: [], description: 'Signed with the webhook secret.' }
  const kinds = tokenKindsFor(action)
  return kinds.length === 0
    ? { security: [] }
    : { security: [{ token: [] }], description: `Tokens: ${kinds.join(', ')}.` }
}

function problemsOf({ action, problems = {} }: OperationSummary): [string, readonly string[]][] {
  const isGuarded = tokenKindsFor(action).length > 0
  const refusals = {
    401: ['token-missing', 'token-malformed', 'token-unknown'],
    403: ['token-kind', 'token-environment'],
  }
  return Object.entries({ ...(isGuarded && refusals), ...problems })
}

const problemResponse = (codes: readonly string[]): JsonObject => ({
  description: codes.join(', '),
  content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
})
