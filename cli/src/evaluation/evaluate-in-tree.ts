import { createEvaluator } from '@evenkeel/core/evaluation'
import type { JsonValue } from '@evenkeel/core/json'
import type { Host } from '../host.ts'
import type { Question } from '../question/question.ts'
import { requireSnapshot, withoutRevision } from '../question/required-snapshot.ts'
import type { FlagEvaluation } from './flag-evaluation.ts'

/** Throws UsageError for a flag or an environment that the folder does not have. */
export async function evaluateInTree(
  host: Host,
  directory: string | undefined,
  question: Question,
): Promise<FlagEvaluation> {
  const { flag, environment, context, atMs = host.clock.now() } = question
  const { root, snapshot } = await requireSnapshot(host, directory, question)
  const evaluator = createEvaluator({ snapshot, now: () => atMs })
  const details = evaluator.evaluate<JsonValue>(flag, 'any', null, context)
  return { flagKey: flag, environment, evaluatedBy: root, ...withoutRevision(details) }
}
