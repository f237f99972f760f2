import type { Clock } from '@evenkeel/core/clock'
import type { PatchToJudge } from '@evenkeel/core/compilation'
import type { Judgement, SchemaJudge } from './schema-judge.ts'

/** All schemas of one preparation together: no more than a part of the time that it has. */
export const JUDGING_MS = 5_000

/** By operation id. Those that there is no time for any more are undecided. */
export type Judgements = ReadonlyMap<string, Judgement>

export async function judgePatches(
  patches: readonly PatchToJudge[],
  schemaJudge: SchemaJudge,
  clock: Clock,
): Promise<Judgements> {
  const judgements = new Map<string, Judgement>()
  const until = clock.now() + JUDGING_MS
  for (const { operation, schema, value } of patches) {
    const judgement =
      clock.now() < until ? await schemaJudge.judge(schema, value) : ({ verdict: 'undecided' } as const)
    judgements.set(operation.id, judgement)
  }
  return judgements
}
