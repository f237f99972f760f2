import { describe, expect, it } from 'vitest'
import type { ContenderId } from './contenders/contenders.ts'
import type { Measured } from './measure-workload.ts'
import { judge } from './targets.ts'

const took = (median: number, bytesPerEvaluation = 0): Measured => ({
  median,
  rounds: [median],
  bytesPerEvaluation,
})
const measured = (figures: Partial<Record<ContenderId, Measured>>) =>
  new Map(Object.entries(figures) as [ContenderId, Measured][])

describe('what was set as a target', () => {
  it('is judged against the fastest peer', () => {
    const W3 = measured({
      evenkeel: took(100),
      flagd: took(800),
      growthbook: took(499),
      unleash: took(3_000),
    })

    expect(judge({ W3 })).toEqual([
      { what: 'W3 against growthbook, the fastest peer', wanted: '5×', reached: '5.0×', isMet: false },
    ])
  })

  it('is judged by what was measured, not by what a peer lacks', () => {
    const W4 = measured({ evenkeel: took(10), flagd: { lacks: 'rules' }, configcat: took(150) })

    expect(judge({ W4 })).toEqual([
      { what: 'W4 against configcat, the fastest peer', wanted: '15×', reached: '15.0×', isMet: true },
    ])
  })

  it('is that details allocate nothing anywhere', () => {
    const W1 = measured({ 'evenkeel-details': took(20, 0) })
    const W5 = measured({ 'evenkeel-details': took(20, 16) })

    expect(judge({ W1 })).toEqual([expect.objectContaining({ reached: '0 bytes', isMet: true })])
    expect(judge({ W1, W5 })).toEqual([expect.objectContaining({ reached: '16 bytes', isMet: false })])
  })

  it.each([
    [880, '−12.0 %', true],
    [1_100, '+10.0 %', true],
    [1_101, '+10.1 %', false],
  ])('is how much our provider adds: %i ns beside 1,000', (median, reached, isMet) => {
    const W1 = measured({ 'in-memory-provider': took(1_000), 'evenkeel-provider': took(median) })

    expect(judge({ W1 })).toEqual([expect.objectContaining({ reached, isMet })])
  })
})
