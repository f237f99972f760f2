import type { ErrorCode, EvaluationContext } from '@evenkeel/core/evaluation'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { isJsonObject } from '@evenkeel/core/json'
import { MAX_CONTEXT_DEPTH, isDeeperThan } from './context-depth.ts'

/** What is wrong with a request, in OpenFeature's words. */
export interface OfrepFault {
  readonly errorCode: ErrorCode
  readonly errorDetails: string
}

export type OfrepRequest =
  | { readonly context: EvaluationContext & JsonObject; readonly fault?: undefined }
  | { readonly context?: undefined; readonly fault: OfrepFault }

/** Reads the body of an OFREP request, which is JSON already. A context that is absent is an empty one. */
export function parseOfrepRequest(body: JsonValue | undefined): OfrepRequest {
  if (body === undefined || body === null) return { context: {} }
  if (!isJsonObject(body)) {
    return fault('PARSE_ERROR', 'The body is not an object; write {"context": {"targetingKey": "…"}}.')
  }
  const { context = {} } = body
  if (!isJsonObject(context)) return fault('INVALID_CONTEXT', '"context" is not an object of attributes.')
  const { targetingKey, ...attributes } = context
  if (targetingKey !== undefined && typeof targetingKey !== 'string') {
    return fault('INVALID_CONTEXT', '"context.targetingKey" is not a string.')
  }
  if (isDeeperThan(attributes, MAX_CONTEXT_DEPTH)) {
    return fault('INVALID_CONTEXT', `"context" is nested more than ${MAX_CONTEXT_DEPTH} deep.`)
  }
  return { context: targetingKey === undefined ? attributes : { ...attributes, targetingKey } }
}

const fault = (errorCode: ErrorCode, errorDetails: string): OfrepRequest => ({
  fault: { errorCode, errorDetails },
})
