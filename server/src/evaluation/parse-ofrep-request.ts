import type { ErrorCode, EvaluationContext } from '@evenkeel/core/evaluation'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'

export const MAX_CONTEXT_DEPTH = 32

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
  if (!isObject(body)) {
    return fault('PARSE_ERROR', 'The body is not an object; write {"context": {"targetingKey": "…"}}.')
  }
  const { context = {} } = body
  if (!isObject(context)) return fault('INVALID_CONTEXT', '"context" is not an object of attributes.')
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

export const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function isDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((held: JsonValue) => isDeeperThan(held, depth - 1))
}
