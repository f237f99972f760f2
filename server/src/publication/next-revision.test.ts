import { compareRevisions } from '@evenkeel/core/revision'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { epochAt } from './epoch.ts'
import { nextRevision } from './next-revision.ts'

const nowMs = Date.parse('2026-11-01T00:00:00Z')
const NOW = epochAt(nowMs)
const at = (epoch: number, sequence: number) => ({ epoch, sequence })
const next = (facts: Partial<Parameters<typeof nextRevision>[0]>) =>
  nextRevision({ head: undefined, held: undefined, epochFloor: 0, nowMs, ...facts })

describe('the revision of the next publication', () => {
  it('follows the head in its epoch', () => {
    expect(next({ head: at(7, 41), held: at(7, 41) })).toEqual(at(7, 42))
    expect(next({ head: at(7, 41) })).toEqual(at(7, 42))
  })

  it('begins an epoch of the clock in a store that is made anew', () => {
    expect(next({})).toEqual(at(NOW, 1))
  })

  it('begins an epoch above all that is held where the store knows less, as after a restored backup', () => {
    expect(next({ head: at(NOW, 3), held: at(NOW, 9) })).toEqual(at(NOW + 1, 1))
    expect(next({ head: at(NOW - 10, 3), held: at(NOW - 5, 1) })).toEqual(at(NOW, 1))
    expect(next({ held: at(NOW + 50, 2) })).toEqual(at(NOW + 51, 1))
  })

  it('begins the epoch that an operator asked for, once', () => {
    expect(next({ head: at(NOW, 3), epochFloor: NOW + 9 })).toEqual(at(NOW + 9, 1))
    expect(next({ head: at(NOW + 9, 1), epochFloor: NOW + 9 })).toEqual(at(NOW + 9, 2))
  })

  it('is above what was held even when the clock is wrong', () => {
    expect(next({ held: at(NOW, 4), nowMs: nowMs - 3_600_000 })).toEqual(at(NOW + 1, 1))
  })

  it('is always after the head and after what is held', () => {
    const revision = fc.record({
      epoch: fc.integer({ min: 1, max: 2 * NOW }),
      sequence: fc.integer({ min: 1 }),
    })
    fc.assert(
      fc.property(
        fc.option(revision, { nil: undefined }),
        fc.option(revision, { nil: undefined }),
        fc.nat(2 * NOW),
        (head, held, epochFloor) => {
          const given = next({ head, held, epochFloor })

          for (const before of [head, held]) {
            if (before) expect(compareRevisions(given, before)).toBeGreaterThan(0)
          }
          expect(given.epoch).toBeGreaterThanOrEqual(epochFloor)
        },
      ),
    )
  })
})
