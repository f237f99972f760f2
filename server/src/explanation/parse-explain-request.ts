import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { isJsonObject } from '@evenkeel/core/json'
import { parseInstant } from '@evenkeel/core/parse-instant'
import { HttpProblem } from '../errors.ts'
import { MAX_CONTEXT_DEPTH, isDeeperThan } from '../evaluation/context-depth.ts'

export interface ExplainQuestion {
  /** The flag key. */
  readonly flag: string
  readonly context: JsonObject
  /** Milliseconds since the epoch; absent: now. */
  readonly atMs?: number
}

/** Reads `{flag, context?, at?}`. Throws HttpProblem 400 `malformed-question`. */
export function parseExplainRequest(body: JsonValue | undefined): ExplainQuestion {
  if (body === undefined || !isJsonObject(body)) {
    throw malformed('The body is not an object; write {"flag": "…", "context": {"targetingKey": "…"}}.')
  }
  const { flag, context = {}, at } = body
  if (typeof flag !== 'string') throw malformed('"flag" is not a string: the key of a flag.')
  if (!isJsonObject(context)) throw malformed('"context" is not an object of attributes.')
  if (isDeeperThan(context, MAX_CONTEXT_DEPTH)) {
    throw malformed(`"context" is nested more than ${MAX_CONTEXT_DEPTH} deep.`)
  }
  return { flag, context, ...(at !== undefined && { atMs: requireInstant(at) }) }
}

function requireInstant(value: JsonValue): number {
  const atMs = typeof value === 'string' ? parseInstant(value) : undefined
  if (atMs !== undefined) return atMs
  throw malformed('"at" is not an instant; write it with its zone: 2026-12-01T09:00:00+01:00.')
}

const malformed = (detail: string) => new HttpProblem(400, 'malformed-question', detail)
