import type { JsonObject } from '@evenkeel/core/json'
import { PROBLEM_MEDIA_TYPE } from '../problem-details.ts'
import { EVALUATION_PATHS } from './evaluation-paths.ts'
import { HEALTH_PATHS } from './health-paths.ts'
import type { PathSummaries } from './operation.ts'
import { toPathItems } from './operation.ts'
import { SERVING_PATHS } from './serving-paths.ts'
import { SYNC_PATHS } from './sync-paths.ts'

/** Every route there is. */
export const PATHS: PathSummaries = {
  ...HEALTH_PATHS,
  ...SERVING_PATHS,
  ...EVALUATION_PATHS,
  ...SYNC_PATHS,
}

const text = { type: 'string' }

/** What the server answers, as OpenAPI 3.1; a test holds it to the routes there are. */
export const OPEN_API: JsonObject = {
  openapi: '3.1.0',
  info: {
    title: 'Evenkeel',
    version: '1',
    description: 'Feature flags and configuration from a Git repository.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: toPathItems(PATHS),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Problem: {
        type: 'object',
        description:
          'RFC 9457. `code` is stable; `instance` is the request’s id, as in `x-request-id` and the log.',
        required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
        properties: {
          type: text,
          title: text,
          status: { type: 'integer' },
          detail: text,
          code: text,
          instance: text,
        },
      },
    },
    responses: {
      Problem: {
        description: 'A problem',
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  },
}
