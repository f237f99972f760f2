import type { SnapshotFlag, SnapshotRule } from './snapshot.ts'

/** What an evaluation goes by. */
export interface InForce {
  /** When there is one, it alone decides. */
  readonly variant?: string
  readonly state: SnapshotFlag['state']
  readonly rules: readonly SnapshotRule[]
}

/** The override's word, where it has one, in place of the flag's. */
export function inForce({ state, rules, override }: SnapshotFlag): InForce {
  return { state, rules, ...override }
}
