import type { Target } from '../target.ts'
import type { ContenderId } from './contenders/contenders.ts'
import { PEER_IDS } from './contenders/contenders.ts'
import type { Measured } from './measure-workload.ts'
import type { WorkloadName } from './workloads.ts'
import { WORKLOAD_NAMES } from './workloads.ts'

export type Results = Readonly<Partial<Record<WorkloadName, ReadonlyMap<ContenderId, Measured>>>>

/** How many times as fast as the fastest peer the SDK's call is to be. */
const TIMES_AHEAD: Readonly<Record<WorkloadName, number>> = { W1: 2, W2: 5, W3: 5, W3s: 5, W4: 15, W5: 15 }

/** What our provider may cost beside OpenFeature's own in-memory provider, both with OpenFeature's SDK around them. */
const MOST_OVERHEAD = 0.1

export function judge(results: Results): readonly Target[] {
  return [
    ...WORKLOAD_NAMES.flatMap((workload) => judgeWorkload(workload, results)),
    ...judgeAllocation(results),
    ...judgeProvider(results),
  ]
}

function judgeWorkload(workload: WorkloadName, results: Results): readonly Target[] {
  const ours = find(results, workload, 'evenkeel')?.median
  const [fastest] = PEER_IDS.flatMap((id) => {
    const nanoseconds = find(results, workload, id)?.median
    return nanoseconds === undefined ? [] : [{ id, nanoseconds }]
  }).sort((a, b) => a.nanoseconds - b.nanoseconds)
  if (ours === undefined || fastest === undefined) return []
  const times = fastest.nanoseconds / ours
  return [
    {
      what: `${workload} against ${fastest.id}, the fastest peer`,
      wanted: `${TIMES_AHEAD[workload]}×`,
      reached: `${times.toFixed(1)}×`,
      isMet: times >= TIMES_AHEAD[workload],
    },
  ]
}

function judgeAllocation(results: Results): readonly Target[] {
  const measured = WORKLOAD_NAMES.flatMap((workload) => find(results, workload, 'evenkeel-details') ?? [])
  if (measured.length === 0) return []
  const bytes = Math.max(...measured.map(({ bytesPerEvaluation }) => bytesPerEvaluation))
  return [
    {
      what: 'allocated for details, most of all workloads',
      wanted: '0 bytes',
      reached: `${bytes} bytes`,
      isMet: bytes === 0,
    },
  ]
}

function judgeProvider(results: Results): readonly Target[] {
  const inMemory = find(results, 'W1', 'in-memory-provider')
  const ours = find(results, 'W1', 'evenkeel-provider')
  if (inMemory === undefined || ours === undefined) return []
  return [
    {
      what: 'W1 through OpenFeature, beside its in-memory provider',
      wanted: `at most ${percent(MOST_OVERHEAD)}`,
      reached: percent(ours.median / inMemory.median - 1),
      isMet: ours.median <= inMemory.median * (1 + MOST_OVERHEAD),
    },
  ]
}

function find(results: Results, workload: WorkloadName, id: ContenderId) {
  const measured = results[workload]?.get(id)
  return measured !== undefined && 'median' in measured ? measured : undefined
}

function percent(share: number): string {
  return `${share >= 0 ? '+' : '−'}${Math.abs(100 * share).toFixed(1)} %`
}
