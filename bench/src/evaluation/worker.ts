import { CONTENDER_IDS, loadContender } from './contenders/contenders.ts'
import type { Asking, Contender } from './contender.ts'
import { verifyAnswers } from './verify-answers.ts'
import type { BenchContext, WorkloadName } from './workloads.ts'
import {
  MEASURED_FLAG,
  OTHER_CONTEXTS,
  OTHER_FLAGS,
  TIMED_CONTEXTS,
  WORKLOAD_NAMES,
  WORKLOADS,
} from './workloads.ts'

/** What this process tells, in this order: that it is ready, then a round's result for every message that it gets. */
export type WorkerMessage =
  | { readonly ready: { readonly bytesPerEvaluation: number } }
  | { readonly nanoseconds: number }
  | { readonly failure: string }

/** Long enough for the compilers to be done. */
const WARM_UP_MS = 600
const ROUND_MS = 150
/** So few that the youngest generation of the heap holds it all. */
const ALLOCATION_SUBJECTS = 50
const ALLOCATION_PASSES = 10
const ALLOCATION_TRIES = 5

type Evaluation = () => unknown

class Measurement {
  readonly #evaluations: readonly Evaluation[]
  readonly #isAsync: boolean
  /** Kept, so that no evaluation can be left out. */
  readonly #answers: unknown[] = []

  constructor(evaluations: readonly Evaluation[]) {
    this.#evaluations = evaluations
    this.#isAsync = evaluations[0]?.() instanceof Promise
  }

  /** One evaluation for each subject. */
  async pass(): Promise<readonly unknown[]> {
    if (this.#isAsync) await this.#passAsync()
    else this.#passSync()
    return this.#answers
  }

  /** Nanoseconds an evaluation, over as many passes. */
  async time(passes: number): Promise<number> {
    const start = process.hrtime.bigint()
    if (this.#isAsync) for (let i = 0; i < passes; i++) await this.#passAsync()
    else for (let i = 0; i < passes; i++) this.#passSync()
    return Number(process.hrtime.bigint() - start) / (passes * this.#evaluations.length)
  }

  #passSync(): void {
    const evaluations = this.#evaluations
    const answers = this.#answers
    for (let i = 0; i < evaluations.length; i++) answers[i] = (evaluations[i] as Evaluation)()
  }

  async #passAsync(): Promise<void> {
    const evaluations = this.#evaluations
    const answers = this.#answers
    for (let i = 0; i < evaluations.length; i++) answers[i] = await (evaluations[i] as Evaluation)()
  }
}

async function startVerified(contender: Contender, workload: WorkloadName): Promise<Asking> {
  const text = await contender.write([...OTHER_FLAGS, { key: MEASURED_FLAG, kind: workload }])
  const asking = await contender.start(text)
  await verify(asking, workload)
  return asking
}

async function verify(asking: Asking, workload: WorkloadName): Promise<void> {
  const { read = (answer: unknown) => answer } = asking
  for (const contexts of [TIMED_CONTEXTS, [...TIMED_CONTEXTS, ...OTHER_CONTEXTS]]) {
    const answers = await new Measurement(evaluationsOf(asking, workload, contexts)).pass()
    verifyAnswers(workload, contexts, answers.map(read))
  }
}

function evaluationsOf(
  asking: Asking,
  workload: WorkloadName,
  contexts: readonly BenchContext[],
): readonly Evaluation[] {
  const ask = asking[WORKLOADS[workload].type]
  return contexts.map((context) => ask(MEASURED_FLAG, context))
}

async function warmUp(measurement: Measurement): Promise<number> {
  const end = performance.now() + WARM_UP_MS
  let nanoseconds = Infinity
  while (performance.now() < end) nanoseconds = await measurement.time(10)
  return Math.max(1, Math.round((ROUND_MS * 1e6) / (nanoseconds * TIMED_CONTEXTS.length)))
}

/** The least of some tries, because whatever else the process does only adds. */
async function measureAllocation(measurement: Measurement): Promise<number> {
  const bytesOf = async (passes: number): Promise<number> => {
    let least = Infinity
    for (let i = 0; i < ALLOCATION_TRIES; i++) {
      globalThis.gc?.()
      const before = process.memoryUsage().heapUsed
      await measurement.time(passes)
      least = Math.min(least, process.memoryUsage().heapUsed - before)
    }
    return least
  }
  // What the measuring itself takes is in both.
  const bytes = (await bytesOf(1 + ALLOCATION_PASSES)) - (await bytesOf(1))
  return Math.max(0, Math.round(bytes / (ALLOCATION_PASSES * ALLOCATION_SUBJECTS)))
}

function tell(message: WorkerMessage): void {
  process.send?.(message)
}

async function main(): Promise<void> {
  const [, , id, workload] = process.argv
  const known = CONTENDER_IDS.find((contender) => contender === id)
  const measured = WORKLOAD_NAMES.find((name) => name === workload)
  if (known === undefined || measured === undefined) throw new TypeError(`there is no ${id} or ${workload}`)
  const asking = await startVerified(await loadContender(known), measured)
  const evaluations = evaluationsOf(asking, measured, TIMED_CONTEXTS)
  const measurement = new Measurement(evaluations)
  const passes = await warmUp(measurement)
  const bytesPerEvaluation = await measureAllocation(
    new Measurement(evaluations.slice(0, ALLOCATION_SUBJECTS)),
  )
  process.on('message', () => {
    void measurement.time(passes).then((nanoseconds) => {
      tell({ nanoseconds })
    })
  })
  tell({ ready: { bytesPerEvaluation } })
}

process.on('disconnect', () => process.exit())
main().catch((failure: unknown) => {
  tell({ failure: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) })
})
