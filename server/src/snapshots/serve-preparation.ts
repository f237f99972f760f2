import { createEvaluator } from '@evenkeel/core/evaluation'
import { parseSnapshot } from '@evenkeel/core/snapshot'
import type { Preparation } from '../preparation/preparer.ts'
import type { ServedSnapshot } from './served-snapshot.ts'

/** Makes a revision that was read back before ready to be evaluated here. Documents are parsed when first asked for. */
export function servePreparation(preparation: Preparation, now: () => number): ServedSnapshot {
  const { revision, text, dormant } = preparation
  const snapshot = parseSnapshot(Buffer.from(text.buffer, text.byteOffset, text.length).toString('utf8'))
  const evaluator = createEvaluator({ snapshot, now })
  const { snapshot: stored, base, operations } = revision
  return { stored, base, operations, dormant, snapshot, evaluator }
}
