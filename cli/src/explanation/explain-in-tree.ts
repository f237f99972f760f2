import { explainFlag } from '@evenkeel/core/explain'
import type { Host } from '../host.ts'
import type { Question } from '../question/question.ts'
import { requireSnapshot, withoutRevision } from '../question/required-snapshot.ts'
import type { Explanation } from './explanation.ts'

/** Throws UsageError for a flag or an environment that the folder does not have. */
export async function explainInTree(
  host: Host,
  directory: string | undefined,
  question: Question,
): Promise<Explanation> {
  const { flag, context, atMs = host.clock.now() } = question
  const { root, snapshot } = await requireSnapshot(host, directory, question)
  const explanation = explainFlag({ snapshot, flag, context, now: atMs })
  return { explainedBy: root, ...explanation, details: withoutRevision(explanation.details) }
}
