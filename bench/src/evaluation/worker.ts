import { CONTENDER_IDS, loadContender } from './contenders/contenders.ts'
import { Measurement } from './measurement.ts'
import { startVerified } from './start-verified.ts'
import { WORKLOAD_NAMES } from './workloads.ts'

/** What is asked of this process: nanoseconds, or bytes that are allocated, an evaluation. */
export type WorkerRequest = 'time' | 'allocation'

/** What this process tells: that it is ready, then a result for every request. */
export type WorkerMessage =
  { readonly ready: true } | { readonly figure: number } | { readonly failure: string }

/** Long enough for the compilers to be done. */
const WARM_UP_MS = 600
const ROUND_MS = 150
/** So few that the youngest generation of the heap, as large as the one who starts this process makes it, holds it all. */
const ALLOCATION_SUBJECTS = 50
const ALLOCATION_PASSES = 40
const ALLOCATION_TRIES = 12
const ALLOCATION_WARM_UP_PASSES = 200

/** Gives how many passes a round needs. */
async function warmUp(measurement: Measurement, subjects: number): Promise<number> {
  const end = performance.now() + WARM_UP_MS
  let nanoseconds = Infinity
  while (performance.now() < end) nanoseconds = await measurement.time(10)
  return Math.max(1, Math.round((ROUND_MS * 1e6) / (nanoseconds * subjects)))
}

/** The least of some tries, because whatever else the process does only adds. */
async function measureAllocation(measurement: Measurement): Promise<number> {
  const bytesOf = async (passes: number): Promise<number> => {
    let least = Infinity
    for (let i = 0; i < ALLOCATION_TRIES; i++) {
      globalThis.gc?.()
      const before = process.memoryUsage().heapUsed
      await measurement.run(passes)
      least = Math.min(least, process.memoryUsage().heapUsed - before)
    }
    return least
  }
  await measurement.run(ALLOCATION_WARM_UP_PASSES)
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
  const evaluations = await startVerified(await loadContender(known), measured)
  const measurement = new Measurement(evaluations)
  const passes = await warmUp(measurement, evaluations.length)
  const few = new Measurement(evaluations.slice(0, ALLOCATION_SUBJECTS))
  const answer = (request: unknown) =>
    request === 'allocation' ? measureAllocation(few) : measurement.time(passes)
  process.on('message', (request) => {
    void answer(request).then((figure) => {
      tell({ figure })
    })
  })
  tell({ ready: true })
}

process.on('disconnect', () => process.exit())
main().catch((failure: unknown) => {
  tell({ failure: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) })
})
