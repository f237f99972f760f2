import { expect, it } from 'vitest'
import { distributionOf } from './distribution.ts'

it('a distribution is by nearest rank, whatever the order', () => {
  const figures = Array.from({ length: 100 }, (_, index) => 100 - index)

  expect(distributionOf(figures)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 })
  expect(distributionOf([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 })
  expect(distributionOf([])).toMatchObject({ count: 0, max: Number.NaN })
})
