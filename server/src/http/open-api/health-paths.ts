import type { PathSummaries } from './operation.ts'

const JSON_TYPE = 'application/json'

export const HEALTH_PATHS: PathSummaries = {
  '/livez': {
    get: {
      summary: 'Whether the process answers',
      action: 'health.read',
      answers: { [JSON_TYPE]: 'It does.' },
    },
  },
  '/readyz': {
    get: {
      summary: 'Whether traffic should be sent here',
      action: 'health.read',
      answers: {
        [JSON_TYPE]: 'It should; `environments` are served. `warnings` are there while the database is away.',
      },
      problems: { 503: ['nothing-served-yet', 'signing-key-unregistered', 'stopping'] },
    },
  },
  '/metrics': {
    get: {
      summary: 'Metrics in Prometheus’ text format',
      action: 'metrics.read',
      answers: { 'text/plain': 'One sample a line.' },
    },
  },
  '/openapi.json': {
    get: {
      summary: 'This document',
      action: 'api.read',
      answers: { [JSON_TYPE]: 'An OpenAPI 3.1 document.' },
    },
  },
}
