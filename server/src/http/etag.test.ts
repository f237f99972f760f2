import { expect, it } from 'vitest'
import { matchesEtag } from './etag.ts'

it.each([
  ['"a"', '"a"', true],
  ['W/"a"', '"a"', true],
  ['"a"', 'W/"a"', true],
  ['"b", "a"', '"a"', true],
  ['*', '"a"', true],
  ['"b"', '"a"', false],
  ['a', '"a"', false],
  [undefined, '"a"', false],
])('If-None-Match %s against %s: %s', (header, etag, expected) => {
  expect(matchesEtag(header, etag)).toBe(expected)
})
