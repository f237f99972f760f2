import type { Revision } from '@evenkeel/core/revision'
import { isNewer } from '@evenkeel/core/revision'
import { epochAt } from './epoch.ts'

export interface RevisionFacts {
  /** What the store has as the newest of the environment. */
  readonly head: Revision | undefined
  /** What this process holds of it, from a publication or from the last known good. */
  readonly held: Revision | undefined
  /** What an operator asked epochs to be at least. */
  readonly epochFloor: number
  readonly nowMs: number
}

/**
 * The revision of an environment's next publication: after the head, in its epoch. A new epoch begins where the store does
 * not know of what was served (it was made anew, or restored from a backup), and where an operator asked for one:
 * SDKs take nothing older than what they have.
 */
export function nextRevision({ head, held, epochFloor, nowMs }: RevisionFacts): Revision {
  const isBehind = head === undefined || (held !== undefined && isNewer(held, head))
  if (!isBehind && head.epoch >= epochFloor) return { epoch: head.epoch, sequence: head.sequence + 1 }
  const newest = Math.max(head?.epoch ?? 0, held?.epoch ?? 0)
  return { epoch: Math.max(newest + 1, epochFloor, epochAt(nowMs)), sequence: 1 }
}
