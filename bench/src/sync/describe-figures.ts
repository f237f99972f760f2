import { markdownTable } from '../markdown-table.ts'
import { median } from '../median.ts'
import type { Distribution } from './observation/distribution.ts'
import type { Observation } from './observation/observer.ts'
import { GROWN_FLAGS, OPERATED_FLAGS } from './scenarios/measure-operations.ts'
import type { SyncResults } from './sync-results.ts'

const MEBIBYTE = 2 ** 20

/** Until something is served; nothing of what was not measured. */
export function describeTimes({
  'cold-start': coldStart,
  'one-flag': oneFlag = [],
}: SyncResults): readonly string[] {
  const rows = [
    ...(coldStart ? [{ what: 'cold start', ...coldStart, timesMs: coldStart.startsMs }] : []),
    ...oneFlag.map((result) => ({ what: 'one flag changed', ...result, timesMs: result.roundsMs })),
  ]
  if (rows.length === 0) return []
  const table = markdownTable(
    ['until served', 'flags', 'environments', 'times', 'least, ms', 'median, ms', 'most, ms'],
    rows.map(({ what, flags, environments, timesMs }) => [
      what,
      String(flags),
      String(environments),
      String(timesMs.length),
      ...[Math.min(...timesMs), median(timesMs), Math.max(...timesMs)].map(whole),
    ]),
  )
  return coldStart ? [table, describeFrame(coldStart)] : [table]
}

type FrameSizes = Pick<NonNullable<SyncResults['cold-start']>, 'frameBytes' | 'payloadBytes' | 'flags'>

function describeFrame({ frameBytes, payloadBytes, flags }: FrameSizes): string {
  const bytesAFlag = (payloadBytes / flags).toFixed(1)
  return `A frame has ${kibibytes(frameBytes)}, and ${kibibytes(payloadBytes)} of it are its payload: ${bytesAFlag} compressed bytes a flag.`
}

/** What services see while commits are admitted. */
export function describeAdmissions({ admission, hostile }: SyncResults): readonly string[] {
  return [
    ...(admission
      ? [
          `While ${admission.flags} flags × ${admission.environments} environments are admitted, every flag rewritten each round. Milliseconds and MiB.`,
          observationTable([
            ['nothing', admission.quiet, '', ''],
            ...admission.rounds.map((round, index): ObservedRow => {
              return [`round ${index + 1}`, round, 'served', seconds(round.servedAfterMs)]
            }),
          ]),
        ]
      : []),
    ...(hostile
      ? [
          `While commits that mean no good are looked at, over ${hostile.flags} flags × ${hostile.environments} environments, with at most ${hostile.admissionSeconds} s an admission. One that exceeds a limit is tried three times. Milliseconds and MiB.`,
          observationTable(
            hostile.commits.map(({ name, observation, pushed }) => [
              name,
              observation,
              pushed.codes.length === 0 ? pushed.state : `${pushed.state}: ${pushed.codes.join(', ')}`,
              seconds(pushed.ms),
            ]),
          ),
          `A good commit after all of them was served within ${seconds(hostile.goodAfterMs)}.`,
        ]
      : []),
  ]
}

type ObservedRow = readonly [under: string, observation: Observation, outcome: string, after: string]

function observationTable(rows: readonly ObservedRow[]): string {
  const header = [
    'under',
    'delay p50',
    'p99',
    'most',
    '/livez p99',
    'most',
    'poll p99',
    'most',
    'frame to frame',
    'serving',
    'all',
    'outcome',
    'after',
  ]
  return markdownTable(
    header,
    rows.map(([under, { delayMs, livezMs, pollMs, gapMs, residentBytes, treeBytes }, outcome, after]) => [
      under,
      ...[delayMs.p50, delayMs.p99, delayMs.max].map(tenths),
      ...[livezMs.p99, livezMs.max, pollMs.p99, pollMs.max, gapMs.max].map(whole),
      mebibytes(residentBytes),
      treeBytes === undefined ? '–' : mebibytes(treeBytes),
      outcome,
      after,
    ]),
  )
}

/** From asked to published. */
export function describeOperations({ operations }: SyncResults): readonly string[] {
  if (!operations) return []
  const row = (database: string, what: string, { count, p50, p95, max }: Distribution) => [
    `${database}, ${what}`,
    String(count),
    ...[p50, p95, max].map(whole),
  ]
  const rows = operations.flatMap(({ database, quietMs, growingMs, rewritingMs }) => [
    row(database, `${OPERATED_FLAGS} flags`, quietMs),
    row(database, `${OPERATED_FLAGS} flags, while they become ${GROWN_FLAGS}`, growingMs),
    row(database, `${GROWN_FLAGS} flags, while all are rewritten`, rewritingMs),
  ])
  return [markdownTable(['operations', 'count', 'p50, ms', 'p95, ms', 'most, ms'], rows)]
}

const whole = (ms: number): string => (Number.isNaN(ms) ? '–' : ms.toFixed(0))
const tenths = (ms: number): string => (Number.isNaN(ms) ? '–' : ms.toFixed(1))
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const kibibytes = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`
const mebibytes = (bytes: number): string => String(Math.round(bytes / MEBIBYTE))
