import { describe, expect, it } from 'vitest'
import type { ContenderId } from './contenders/contenders.ts'
import { loadContender } from './contenders/contenders.ts'
import { describeEvaluation } from './describe-evaluation.ts'
import type { Measured } from './measure-workload.ts'

describe('the page of the evaluation benchmark', () => {
  it('has a row a contender and a column a workload', async () => {
    const ids: readonly ContenderId[] = ['evenkeel', 'in-memory-provider']
    const contenders = new Map(
      await Promise.all(ids.map(async (id) => [id, await loadContender(id)] as const)),
    )
    const measured: ReadonlyMap<ContenderId, Measured> = new Map<ContenderId, Measured>([
      ['evenkeel', { median: 74.6, rounds: [74, 74.6, 80], bytesPerEvaluation: 0 }],
      ['in-memory-provider', { lacks: 'no targeting' }],
    ])

    const page = describeEvaluation({
      environment: {
        measuredAt: '2030-01-02T03:04:05.000Z',
        processor: 'Abacus',
        cores: 2,
        memoryGiB: 8,
        node: '20.0.0',
        v8: '11',
      },
      contenders,
      rounds: 3,
      results: { W2: measured },
      targets: [{ what: 'W2', wanted: '5×', reached: '4.0×', isMet: false }],
    })

    expect(page).toContain('Measured 2030-01-02 on Abacus, 2 cores, 8 GiB, Node 20.0.0 (V8 11).')
    expect(page).toContain('the median of 3 rounds')
    expect(page).toContain(`| contender              |  W2 |
| ---------------------- | --: |
| Evenkeel               |  75 |
| OpenFeature, in memory |   – |`)
    expect(page).toContain('| W2     |     5× |    4.0× | MISSED |')
    expect(page).toMatch(/- \*\*Evenkeel\*\* \(`@evenkeel\/sdk` \d+\.\d+\.\d+\): `client.getBoolean/)
  })
})
