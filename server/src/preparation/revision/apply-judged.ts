import type { Applied, Compilation, DormantOperation, Operation } from '@evenkeel/core/compilation'
import { applyOperations } from '@evenkeel/core/compilation'
import { nodePlatform } from '../../node-platform.ts'
import type { Judgements } from '../schema/judge-patches.ts'

/** Applies operations whose patches were judged; a patch that breaks its schema is told with what the schema says. */
export function applyJudged(
  base: Compilation,
  operations: readonly Operation[],
  judgements: Judgements,
): Applied {
  const verdicts = new Map(Array.from(judgements, ([id, { verdict }]) => [id, verdict]))
  const applied = applyOperations({ base, operations, verdicts, sha256: nodePlatform.sha256 })
  return { ...applied, dormant: applied.dormant.map((dormant) => explained(dormant, judgements)) }
}

function explained(dormant: DormantOperation, judgements: Judgements): DormantOperation {
  const judgement = judgements.get(dormant.operation.id)
  if (dormant.reason !== 'schema-violated' || judgement?.verdict !== 'violated') return dormant
  return { ...dormant, message: `${dormant.message}: ${judgement.problem}` }
}
