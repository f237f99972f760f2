import { median } from '../median.ts'
import type { Target } from '../target.ts'
import type { Observation } from './observation/observer.ts'
import type { OperationsResult } from './scenarios/measure-operations.ts'
import { GROWN_FLAGS, OPERATED_FLAGS } from './scenarios/measure-operations.ts'
import type { ServedUnder, SyncResults } from './sync-results.ts'
import { allObserved } from './sync-results.ts'

const MEBIBYTE = 2 ** 20

const MOST_COLD_START_MS = 10_000
const MOST_ONE_FLAG_MS: Readonly<Record<number, number>> = { 2000: 300, 8000: 1000 }
const MOST_DELAY_P99_MS = 20
const MOST_DELAY_MS = 100
const MOST_ANSWER_MS = 250
/** Two ticks, as a change replaces the one after it, and a little. */
const MOST_GAP_MS = 2250
const MOST_GROWTH_BYTES = 64 * MEBIBYTE
const MOST_TREE_BYTES = 1536 * MEBIBYTE
const MOST_OPERATION_MS = { PostgreSQL: 50, embedded: 150 } as const

/** Of what was measured; nothing is said of what was not. */
export function judgeSync(results: SyncResults): readonly Target[] {
  return [
    ...judgeColdStart(results),
    ...judgeOneFlag(results),
    ...judgeServing(allObserved(results)),
    ...judgeMemory(results),
    ...(results.operations ?? []).flatMap(judgeOperations),
  ]
}

function judgeColdStart({ 'cold-start': coldStart }: SyncResults): readonly Target[] {
  if (!coldStart) return []
  const { flags, environments, startsMs } = coldStart
  return [
    atMost(
      `${flags} flags × ${environments} environments, cold start to served`,
      median(startsMs),
      MOST_COLD_START_MS,
    ),
  ]
}

function judgeOneFlag({ 'one-flag': oneFlag = [] }: SyncResults): readonly Target[] {
  return oneFlag.map(({ flags, environments, roundsMs }) =>
    atMost(
      `${flags} × ${environments}, one flag changed, push to published`,
      median(roundsMs),
      MOST_ONE_FLAG_MS[flags] ?? 0,
    ),
  )
}

/** The worst of all that was served under, and which that was. */
function judgeServing(served: readonly ServedUnder[]): readonly Target[] {
  if (served.length === 0) return []
  const worst = (what: string, figureOf: (observation: Observation) => number, most: number): Target => {
    const [first, ...others] = served.map(({ under, observation }) => ({
      under,
      figure: figureOf(observation),
    }))
    const { under, figure } = others.reduce(
      (a, b) => (b.figure > (a?.figure ?? 0) || Number.isNaN(b.figure) ? b : a),
      first,
    ) ?? {
      under: '',
      figure: 0,
    }
    const target = atMost(what, figure, most)
    return { ...target, reached: `${target.reached} (${under})` }
  }
  const failed = served.reduce((sum, { observation }) => sum + observation.failedRequests, 0)
  const lost = Math.max(...served.map(({ observation }) => observation.lostStreams))
  return [
    worst('event-loop delay, p99', ({ delayMs }) => delayMs.p99, MOST_DELAY_P99_MS),
    worst('event-loop delay, most', ({ delayMs }) => delayMs.max, MOST_DELAY_MS),
    worst('GET /livez, longest', ({ livezMs }) => livezMs.max, MOST_ANSWER_MS),
    worst('poll of a snapshot, longest', ({ pollMs }) => pollMs.max, MOST_ANSWER_MS),
    worst('stream, longest from frame to frame', ({ gapMs }) => gapMs.max, MOST_GAP_MS),
    {
      what: 'requests failed and streams lost',
      wanted: '0',
      reached: String(failed + lost),
      isMet: failed + lost === 0,
    },
  ]
}

function judgeMemory(results: SyncResults): readonly Target[] {
  const { admission } = results
  const trees = allObserved(results).flatMap(({ observation }) => observation.treeBytes ?? [])
  return [
    ...(admission
      ? [
          atMostBytes(
            'serving process after five rounds, above what it was',
            admission.residentBytesAfter - admission.quiet.residentBytes,
            MOST_GROWTH_BYTES,
          ),
        ]
      : []),
    ...(trees.length > 0 ? [atMostBytes('all processes together', Math.max(...trees), MOST_TREE_BYTES)] : []),
  ]
}

function judgeOperations({ database, quietMs, growingMs }: OperationsResult): readonly Target[] {
  const most = MOST_OPERATION_MS[database]
  return [
    atMost(`operation at ${OPERATED_FLAGS} flags, ${database}, p95`, quietMs.p95, most),
    atMost(`the same while ${GROWN_FLAGS} × 3 are admitted, ${database}, p95`, growingMs.p95, most),
  ]
}

function atMost(what: string, ms: number, mostMs: number): Target {
  return { what, wanted: `at most ${mostMs} ms`, reached: `${ms.toFixed(0)} ms`, isMet: ms <= mostMs }
}

function atMostBytes(what: string, bytes: number, most: number): Target {
  return { what, wanted: `at most ${mebibytes(most)}`, reached: mebibytes(bytes), isMet: bytes <= most }
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / MEBIBYTE)} MiB`
