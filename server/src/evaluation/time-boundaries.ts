import type { Snapshot, SnapshotFlag, SnapshotRule } from '@evenkeel/core/snapshot'

/** The instants at which a snapshot evaluates differently though nothing was published: its `during`s, in order. */
export function timeBoundaries(snapshot: Snapshot): readonly number[] {
  const instants = new Set<number>()
  for (const flag of snapshot.flags.values()) {
    for (const { during } of rulesOf(flag)) {
      if (during?.from !== undefined) instants.add(during.from)
      if (during?.until !== undefined) instants.add(during.until)
    }
  }
  return [...instants].sort((a, b) => a - b)
}

const rulesOf = ({ rules, override }: SnapshotFlag): readonly SnapshotRule[] =>
  override && 'rules' in override ? [...rules, ...override.rules] : rules
