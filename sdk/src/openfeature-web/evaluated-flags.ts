import type { JsonValue } from '@evenkeel/core/json'

/** What a server says of one flag in OFREP's words: a value, or an error code. */
export interface EvaluatedFlag {
  readonly key: string
  readonly value?: JsonValue
  readonly variant?: string
  readonly reason?: string
  readonly metadata?: Readonly<Record<string, string | number | boolean>>
  readonly errorCode?: string
  readonly errorDetails?: string
}

export type EvaluatedFlags = ReadonlyMap<string, EvaluatedFlag>

/** Reads OFREP's `bulkEvaluationSuccess`; undefined for anything else. What it gives is frozen. */
export function parseEvaluatedFlags(body: unknown): EvaluatedFlags | undefined {
  const { flags } = (body ?? {}) as { readonly flags?: unknown }
  if (!Array.isArray(flags)) return undefined
  const isWhole = flags.every((flag) => typeof (flag as EvaluatedFlag | null)?.key === 'string')
  if (!isWhole) return undefined
  return new Map((flags as readonly EvaluatedFlag[]).map((flag) => [flag.key, deepFreeze(flag)]))
}

/** The keys, sorted, of the flags that have another value, variant or error than before. */
export function diffEvaluatedFlags(
  before: EvaluatedFlags = new Map<string, EvaluatedFlag>(),
  after: EvaluatedFlags,
): string[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].filter((key) => outcomeOf(before.get(key)) !== outcomeOf(after.get(key))).sort()
}

/** As text; the server writes the same value in the same way each time. */
function outcomeOf(flag: EvaluatedFlag | undefined): string | undefined {
  return flag && JSON.stringify([flag.value, flag.variant, flag.errorCode])
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}
