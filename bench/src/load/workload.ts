import type { BenchContext, BenchFlag } from '../evaluation/workloads.ts'
import { THREE_RULES } from '../evaluation/workloads.ts'

export const FLAG_COUNT = 10_000

export const LOADED_FLAGS: readonly BenchFlag[] = Array.from({ length: FLAG_COUNT }, (_, index) => ({
  key: `flag-${index}`,
  kind: 'three-rules',
}))

/** The one that is evaluated first. */
export const FIRST_FLAG = `flag-${FLAG_COUNT / 2}`

const [tenant, tier] = THREE_RULES[2] ?? ['', '']
/** A subject whom the last rule of every flag is about. */
export const LOADED_CONTEXT: BenchContext = {
  targetingKey: 'user-1',
  plan: 'pro',
  country: 'DE',
  appVersion: '3.0.0',
  tenant,
}
export const LOADED_ANSWER = tier
