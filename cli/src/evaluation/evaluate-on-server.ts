import type { ErrorCode, FlagMetadata, Reason } from '@evenkeel/core/evaluation'
import type { JsonValue } from '@evenkeel/core/json'
import { askServer, refusedBy } from '../question/ask-server.ts'
import type { AskedServer, Question } from '../question/question.ts'
import type { FlagEvaluation } from './flag-evaluation.ts'

/** OpenFeature Remote Evaluation Protocol, https://openfeature.dev/specification/appendix-c. */
interface OfrepAnswer {
  readonly value?: JsonValue
  readonly variant?: string
  readonly reason?: Reason
  readonly metadata?: FlagMetadata
  readonly errorCode?: ErrorCode
  readonly errorDetails?: string
}

/** Throws OperationError when the server cannot be asked or does not answer the question. */
export async function evaluateOnServer(
  ask: typeof fetch,
  { url, token }: AskedServer,
  { flag, environment, context }: Question,
): Promise<FlagEvaluation> {
  const question = {
    url,
    token,
    route: `ofrep/v1/evaluate/flags/${encodeURIComponent(flag)}?${new URLSearchParams({ environment }).toString()}`,
    body: { context },
    purpose: `evaluate in ${environment}`,
  }
  const answer = await askServer(ask, question)
  const { value, variant, reason, metadata, errorCode, errorDetails } = answer.body as OfrepAnswer
  const evaluated = { flagKey: flag, environment, evaluatedBy: url }
  if (answer.ok && value !== undefined && reason !== undefined) {
    const flagMetadata = metadata ?? {}
    return { ...evaluated, value, ...(variant !== undefined && { variant }), reason, flagMetadata }
  }
  if (errorCode !== undefined) {
    const errorMessage = errorDetails ?? `the server answers ${errorCode}`
    return { ...evaluated, value: null, reason: 'ERROR', errorCode, errorMessage, flagMetadata: {} }
  }
  throw refusedBy(answer, question)
}
