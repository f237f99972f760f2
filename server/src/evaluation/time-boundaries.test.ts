import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { timeBoundaries } from './time-boundaries.ts'

it('lists every begin and end of a during once, in order, those of overrides too', () => {
  const snapshot = aSnapshot({
    flags: {
      sale: aFlag({
        rules: [
          aRule({ name: 'a', during: { from: 30, until: 40 } }),
          aRule({ name: 'b', during: { until: 9 } }),
          aRule({ name: 'c' }),
        ],
      }),
      banner: aFlag({
        rules: [aRule({ during: { from: 40 } })],
        override: { id: 'o-1', rules: [aRule({ during: { from: 100 } })] },
      }),
      off: aFlag({ override: { id: 'o-2', variant: 'on' } }),
    },
  })
  expect(timeBoundaries(snapshot)).toEqual([9, 30, 40, 100])
})

it('lists nothing where no rule has a during', () => {
  expect(timeBoundaries(aSnapshot({ flags: { sale: aFlag({ rules: [aRule()] }) } }))).toEqual([])
})
