import type { ObjectId, Relation } from '../repository.ts'
import type { FindParents } from './history-walk.ts'
import { HistoryWalk } from './history-walk.ts'

export interface HistoryQuestion {
  readonly tip: ObjectId
  readonly known: ObjectId
  /** The most commits of either history that are looked at. */
  readonly maxCommits: number
  readonly findParents: FindParents
}

/**
 * How `tip` stands to `known`. Both histories are walked in turn, breadth first, so that what is near is found soon.
 * Neither walk goes on where the other one has been: what is older than `known` cannot have `known` in its history.
 */
export async function relate(question: HistoryQuestion): Promise<Relation> {
  const { tip, known, maxCommits, findParents } = question
  if (tip === known) return 'same'
  const ofTip = new HistoryWalk(tip, findParents)
  const ofKnown = new HistoryWalk(known, findParents)
  for (let looked = 0; looked < maxCommits; looked++) {
    const wentOn = [await ofTip.step(ofKnown), await ofKnown.step(ofTip)]
    if (ofTip.has(known)) return 'descendant'
    if (ofKnown.has(tip)) return 'ancestor'
    if (!wentOn.includes(true)) break
  }
  return ofTip.isComplete(ofKnown) ? 'unrelated' : 'unknown'
}
