import { CONTENDERS } from './contenders/contenders.ts'
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
const ALLOCATION_PASSES = 5
/** How many subjects every other flag is evaluated for before the measured one: a service has more than one flag. */
const SUBJECTS_OF_OTHERS = 20

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

async function prepare(contender: Contender, workload: WorkloadName): Promise<Measurement> {
  const asking = await contender.start([...OTHER_FLAGS, { key: MEASURED_FLAG, workload }])
  await verify(asking, workload)
  await evaluateOthers(asking, contender)
  return new Measurement(evaluationsOf(asking, workload, TIMED_CONTEXTS))
}

async function verify(asking: Asking, workload: WorkloadName): Promise<void> {
  const { read = (answer: unknown) => answer } = asking
  for (const contexts of [TIMED_CONTEXTS, [...TIMED_CONTEXTS, ...OTHER_CONTEXTS]]) {
    const answers = await new Measurement(evaluationsOf(asking, workload, contexts)).pass()
    verifyAnswers(workload, contexts, answers.map(read))
  }
}

async function evaluateOthers(asking: Asking, { lacks }: Contender): Promise<void> {
  const subjects = TIMED_CONTEXTS.slice(0, SUBJECTS_OF_OTHERS)
  for (const { key, workload } of OTHER_FLAGS) {
    if (lacks?.[workload] === undefined)
      await new Measurement(evaluationsOf(asking, workload, subjects, key)).pass()
  }
}

function evaluationsOf(
  asking: Asking,
  workload: WorkloadName,
  contexts: readonly BenchContext[],
  key = MEASURED_FLAG,
): readonly Evaluation[] {
  const ask = asking[WORKLOADS[workload].type]
  return contexts.map((context) => ask(key, context))
}

async function warmUp(measurement: Measurement): Promise<number> {
  const end = performance.now() + WARM_UP_MS
  let nanoseconds = Infinity
  while (performance.now() < end) nanoseconds = await measurement.time(10)
  return Math.max(1, Math.round((ROUND_MS * 1e6) / (nanoseconds * TIMED_CONTEXTS.length)))
}

/** The least of some passes, because whatever else the process does only adds. */
async function measureAllocation(measurement: Measurement): Promise<number> {
  let least = Infinity
  for (let i = 0; i < ALLOCATION_PASSES; i++) {
    globalThis.gc?.()
    await measurement.pass()
    const before = process.memoryUsage().heapUsed
    await measurement.pass()
    least = Math.min(least, process.memoryUsage().heapUsed - before)
  }
  return Math.max(0, Math.floor(least / TIMED_CONTEXTS.length))
}

function tell(message: WorkerMessage): void {
  process.send?.(message)
}

async function main(): Promise<void> {
  const [, , name, workload] = process.argv
  const contender = CONTENDERS.find((known) => known.name === name)
  const measured = WORKLOAD_NAMES.find((known) => known === workload)
  if (contender === undefined || measured === undefined)
    throw new TypeError(`there is no ${name} or ${workload}`)
  const measurement = await prepare(contender, measured)
  const passes = await warmUp(measurement)
  const bytesPerEvaluation = await measureAllocation(measurement)
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
