import { describe, expect, it } from 'vitest'
import { currentEnvironment } from '../environment.ts'
import { describeSync } from './describe-sync.ts'
import type { Distribution } from './observation/distribution.ts'
import type { Observation } from './observation/observer.ts'
import type { SyncResults } from './sync-results.ts'
import { judgeSync } from './targets.ts'

const MEBIBYTE = 2 ** 20

const all = (ms: number): Distribution => ({ count: 100, p50: ms, p95: ms, p99: ms, max: ms })

const observed = (parts: Partial<Observation> = {}): Observation => ({
  delayMs: all(3),
  livezMs: all(4),
  pollMs: all(5),
  gapMs: all(1001),
  failedRequests: 0,
  lostStreams: 0,
  residentBytes: 400 * MEBIBYTE,
  treeBytes: 900 * MEBIBYTE,
  ...parts,
})

const size = { flags: 8000, environments: 3 }

const hostile = (observation: Observation): NonNullable<SyncResults['hostile']> => ({
  flags: 2000,
  environments: 3,
  admissionSeconds: 10,
  commits: [
    {
      name: 'a bomb',
      pushed: { state: 'refused', codes: ['too-large'], message: '', ms: 1500 },
      observation,
    },
  ],
  goodAfterMs: 900,
})

const admission = (residentBytesAfter: number): NonNullable<SyncResults['admission']> => ({
  ...size,
  quiet: observed(),
  rounds: [{ ...observed(), servedAfterMs: 5000 }],
  residentBytesAfter,
})

const missed = (results: SyncResults) =>
  judgeSync(results).flatMap(({ isMet, what, reached }) => (isMet ? [] : [`${what}: ${reached}`]))

describe('what a sync may take', () => {
  it.each<[SyncResults, readonly string[]]>([
    [{}, []],
    [
      { 'cold-start': { ...size, startsMs: [9000, 12_000, 11_000], frameBytes: 1, payloadBytes: 1 } },
      ['8000 flags × 3 environments, cold start to served: 11000 ms'],
    ],
    [
      {
        'one-flag': [
          { flags: 2000, environments: 3, roundsMs: [299] },
          { ...size, roundsMs: [1001] },
        ],
      },
      ['8000 × 3, one flag changed, push to published: 1001 ms'],
    ],
    [
      {
        operations: [{ database: 'embedded', quietMs: all(51), growingMs: all(151), rewritingMs: all(500) }],
      },
      ['the same while 8000 × 3 are admitted, embedded, p95: 151 ms'],
    ],
  ])('%j', (results, expected) => {
    expect(missed(results)).toEqual(expected)
  })

  it('is judged by the worst of all that was served under, which is named', () => {
    const results = {
      admission: admission(400 * MEBIBYTE),
      hostile: hostile(observed({ delayMs: all(101) })),
    }

    expect(missed(results)).toEqual([
      'event-loop delay, p99: 101 ms (a bomb)',
      'event-loop delay, most: 101 ms (a bomb)',
    ])
  })

  it('is judged by what no service got, too', () => {
    const lost = observed({ failedRequests: 2, lostStreams: 1, livezMs: all(Number.NaN) })

    expect(missed({ hostile: hostile(lost) })).toEqual([
      'GET /livez, longest: NaN ms (a bomb)',
      'requests failed and streams lost: 3',
    ])
  })

  it('is judged by memory, where the system says it', () => {
    expect(missed({ admission: admission(465 * MEBIBYTE) })).toEqual([
      'serving process after five rounds, above what it was: 65 MiB',
    ])
    expect(missed({ hostile: hostile(observed({ treeBytes: 1537 * MEBIBYTE })) })).toEqual([
      'all processes together: 1537 MiB',
    ])
  })
})

describe('the page', () => {
  const environment = currentEnvironment(new Date(0))

  it('has what was measured', () => {
    const results: SyncResults = {
      'cold-start': { ...size, startsMs: [9000, 12_000, 11_000], frameBytes: 524_288, payloadBytes: 327_680 },
      admission: admission(0),
      hostile: hostile(observed()),
    }
    const page = describeSync({ environment, results, targets: judgeSync(results) })

    expect(page).toMatch(/\| cold start +\| +8000 \| +3 \| +3 \| +9000 \| +11000 \| +12000 \|/)
    expect(page).toContain(
      'A frame has 512 KiB, and 320 KiB of it are its payload: 41.0 compressed bytes a flag.',
    )
    expect(page).toMatch(/\| round 1 +\| +3\.0 .*\| +served \| +5\.0 s \|/)
    expect(page).toMatch(/\| a bomb +\| +3\.0 .*\| +900 \| +refused: too-large \| +1\.5 s \|/)
  })

  it('says nothing of what was not measured', () => {
    const page = describeSync({ environment, results: {}, targets: [] })

    expect(page).not.toMatch(/cold start|PostgreSQL|round 1/)
  })
})
