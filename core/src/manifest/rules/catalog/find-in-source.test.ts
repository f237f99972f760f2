import { describe, expect, it } from 'vitest'
import { findAttribute, findLiteral } from './find-in-source.ts'

describe('findLiteral', () => {
  it('finds a string in either quotes', () => {
    expect(findLiteral('a = 1 or $segment("x")', 'x')).toBe(18)
    expect(findLiteral(`$segment('x')`, 'x')).toBe(9)
  })

  it('gives the beginning where it finds nothing', () => {
    expect(findLiteral('a = 1', 'x')).toBe(0)
  })
})

describe('findAttribute', () => {
  it.each([
    ['plan = "pro"', ['plan'], 0],
    ['"plan" = other or plan = 1', ['plan'], 18],
    [`'plan' = other or plan = 1`, ['plan'], 18],
    ['planned = 1 and plan = 2', ['plan'], 16],
    ['my.plan = 1 and plan = 2', ['plan'], 16],
    ['plan.name = 1 and plan = 2', ['plan'], 18],
    ['$exists(a.b)', ['a', 'b'], 8],
    ['x = 1 or `device-type` = 2', ['device-type'], 9],
    ['x = 1', ['plan'], 0],
  ])('finds in %s where %j is', (source, attribute, offset) => {
    expect(findAttribute(source, attribute)).toBe(offset)
  })
})
