import type { PathSummaries } from './operation.ts'

const JSON_TYPE = 'application/json'
const BODY = 'An OFREP request: {"context": {"targetingKey": …, …}}, of 64 KiB at most.'
const NOT_SERVED = { 503: ['nothing-served-yet', 'signing-key-unregistered'] }

/** OpenFeature's Remote Evaluation Protocol, in the environment that the token is made for. */
export const EVALUATION_PATHS: PathSummaries = {
  '/ofrep/v1/evaluate/flags': {
    post: {
      summary: 'Evaluates every flag',
      action: 'flag.evaluate',
      body: BODY,
      answers: {
        [JSON_TYPE]:
          'OFREP’s bulk evaluation, without metadata for sdk-client; 304 where If-None-Match names it.',
      },
      problems: NOT_SERVED,
    },
  },
  '/ofrep/v1/evaluate/flags/{key}': {
    post: {
      summary: 'Evaluates one flag',
      action: 'flag.evaluate',
      body: BODY,
      answers: {
        [JSON_TYPE]:
          'OFREP’s evaluation, without metadata for sdk-client; 400, 404 and 500 are OFREP’s failures, and problems have its errorCode and errorDetails.',
      },
      problems: NOT_SERVED,
    },
  },
}
