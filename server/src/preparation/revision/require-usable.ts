import { SnapshotError } from '@evenkeel/core/errors'
import { createEvaluator } from '@evenkeel/core/evaluation'
import type { Snapshot } from '@evenkeel/core/snapshot'

/** Names of documents of a snapshot. */
export interface Documents {
  readonly flags: Iterable<string>
  readonly segments: Iterable<string>
  readonly configs: Iterable<string>
}

export interface Uses extends Documents {
  /** Milliseconds since the epoch. */
  readonly nowMs: number
}

const PROBE = { targetingKey: 'evenkeel-probe' }

export function everythingOf({ flags, segments, configs }: Snapshot): Documents {
  return { flags: flags.keys(), segments: segments.keys(), configs: configs.keys() }
}

/** Evaluates flags and reads segments and configs as an SDK does. Throws SnapshotError when one of them cannot be. */
export function requireUsable(snapshot: Snapshot, { flags, segments, configs, nowMs }: Uses): void {
  for (const name of segments) snapshot.segments.get(name)
  for (const name of configs) snapshot.configs.get(name)
  const evaluator = createEvaluator({ snapshot, now: () => nowMs })
  for (const key of flags) {
    const { reason, errorMessage = 'it says no more' } = evaluator.evaluate(key, 'any', null, PROBE)
    if (reason !== 'ERROR') continue
    const message = `The flag ${key} of ${snapshot.environment} cannot be evaluated: ${errorMessage}`
    throw new SnapshotError('malformed', message)
  }
}
