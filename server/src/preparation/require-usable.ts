import { SnapshotError } from '@evenkeel/core/errors'
import { createEvaluator } from '@evenkeel/core/evaluation'
import type { Snapshot } from '@evenkeel/core/snapshot'

export interface Uses {
  readonly flags: Iterable<string>
  readonly configs: Iterable<string>
  /** Milliseconds since the epoch. */
  readonly nowMs: number
}

const PROBE = { targetingKey: 'evenkeel-probe' }

/** Evaluates flags and reads configs as an SDK does. Throws SnapshotError when one of them cannot be. */
export function requireUsable(snapshot: Snapshot, { flags, configs, nowMs }: Uses): void {
  const evaluator = createEvaluator({ snapshot, now: () => nowMs })
  for (const key of flags) {
    const { reason, errorMessage = 'it says no more' } = evaluator.evaluate(key, 'any', null, PROBE)
    if (reason !== 'ERROR') continue
    throw new SnapshotError('malformed', `The flag ${key} cannot be evaluated: ${errorMessage}`)
  }
  for (const name of configs) snapshot.configs.get(name)
}
