import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { JsonValue } from '../../json.ts'
import { compileAuthorSchema } from './author-schema.ts'

const said = (items: readonly JsonValue[]) => {
  const compiled = compileAuthorSchema({ uniqueItems: true })
  return 'check' in compiled ? compiled.check(items).map(({ message }) => message) : ['it is broken']
}

it('uniqueItems names the last entry that was there before, and where', () => {
  expect(said([1, { a: 1, b: 2 }, '1', { b: 2, a: 1 }, 2])).toEqual([
    'the value holds the same entry twice, at 1 and 3',
  ])
  expect(said([1, '1', [1], { a: 1 }])).toEqual([])
})

it('uniqueItems of many entries takes no time with their square', () => {
  const items = Array.from({ length: 100_000 }, (_, index) => ({ index }))

  expect(said([...items, { index: 7 }])).toEqual(['the value holds the same entry twice, at 7 and 100000'])
})

it('uniqueItems is about equal values, whatever their keys are called', () => {
  const isThereBefore = (item: JsonValue, index: number, items: readonly JsonValue[]) =>
    items.slice(0, index).some((earlier) => isDeepStrictEqual(earlier, item))

  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 2 })), (items) => {
      const json = JSON.parse(JSON.stringify(items)) as JsonValue[]
      expect(said(json).length > 0).toBe(json.some(isThereBefore))
    }),
  )
})
