import type { SdkError } from '../errors.ts'

const BASE_MS = 1_000
const LONGEST_MS = 30_000
const UNAUTHORIZED_MS = 60_000
const LONGEST_HINT_MS = 300_000

/**
 * How long to wait after the `failures`-th failure in a row (from 1): full jitter under a doubling ceiling, so that
 * clients who failed together do not return together; after what the server asks for, and a minute for a refused token.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 */
export function retryDelayMs(failures: number, error: SdkError | undefined, random: () => number): number {
  const ceilingMs = Math.min(LONGEST_MS, BASE_MS * 2 ** (failures - 1))
  const leastMs = error?.code === 'unauthorized' ? UNAUTHORIZED_MS : 0
  return Math.max(leastMs, error?.retryAfterMs ?? 0) + random() * ceilingMs
}

/** Reads `Retry-After`: seconds or an HTTP date. At most five minutes are believed. */
export function parseRetryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  if (header === null || header === undefined) return undefined
  const waitMs = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), LONGEST_HINT_MS)
}
