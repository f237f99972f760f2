import type { Asking, Contender } from './contender.ts'
import { Measurement } from './measurement.ts'
import { verifyAnswers } from './verify-answers.ts'
import type { BenchContext, WorkloadName } from './workloads.ts'
import { MEASURED_FLAG, OTHER_CONTEXTS, OTHER_FLAGS, TIMED_CONTEXTS, WORKLOADS } from './workloads.ts'

/** Loads a workload's flags and gives the evaluations that are measured; throws an Error on a wrong answer. */
export async function startVerified(
  contender: Contender,
  workload: WorkloadName,
): Promise<readonly (() => unknown)[]> {
  const asking = await contender.start(
    await contender.write([...OTHER_FLAGS, { key: MEASURED_FLAG, kind: workload }]),
  )
  const { read = (answer: unknown) => answer } = asking
  for (const contexts of [TIMED_CONTEXTS, [...TIMED_CONTEXTS, ...OTHER_CONTEXTS]]) {
    const answers = await new Measurement(evaluationsOf(asking, workload, contexts)).answers()
    verifyAnswers(workload, contexts, answers.map(read))
  }
  return evaluationsOf(asking, workload, TIMED_CONTEXTS)
}

function evaluationsOf(asking: Asking, workload: WorkloadName, contexts: readonly BenchContext[]) {
  const ask = asking[WORKLOADS[workload].type]
  return contexts.map((context) => ask(MEASURED_FLAG, context))
}
