import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.ts'
import { compileAuthorSchema } from './author-schema.ts'

const problemsOf = (schema: JsonObject) => {
  const compiled = compileAuthorSchema(schema)
  return 'problems' in compiled ? compiled.problems : []
}

const numbered = <V>(count: number, value: (index: number) => V): Record<string, V> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value(index)]))

/** Each definition refers to the next twice; the last is a string. */
const doubling = (steps: number): JsonObject => ({
  $ref: '#/$defs/k0',
  $defs: numbered(steps + 1, (index) => {
    const next = { $ref: `#/$defs/k${index + 1}` }
    return index === steps ? { type: 'string' } : { allOf: [next, next] }
  }),
})

describe('a schema that is too large', () => {
  it('has 15,000 properties', () => {
    expect(problemsOf({ properties: numbered(15_000, () => ({ type: 'string' })) })).toEqual([
      expect.objectContaining({ code: 'schema-too-large', path: ['properties', 'k4999'] }),
    ])
  })

  it('has 3,000 patternProperties', () => {
    const many = { patternProperties: numbered(3000, () => true) }

    expect(problemsOf({ properties: { inner: many } })).toEqual([
      expect.objectContaining({
        code: 'schema-too-large',
        message:
          'the schema has 3000 `patternProperties` up to here, and 100 are allowed: each is tried on each key',
        path: ['properties', 'inner', 'patternProperties'],
      }),
    ])
  })

  it('doubles with every reference, and is told where it went too far', () => {
    expect(problemsOf(doubling(40))).toEqual([
      expect.objectContaining({ code: 'schema-too-large', path: ['$defs', 'k26', 'allOf'] }),
    ])
  })

  it('refers on and on, longer than can be followed', () => {
    const chain = numbered(3000, (index) => ({ items: { $ref: `#/$defs/k${(index + 1) % 3000}` } }))

    expect(problemsOf({ $ref: '#/$defs/k0', $defs: chain }).map(({ code }) => code)).toEqual([
      'schema-too-large',
    ])
  })
})

describe('a schema that is not too large', () => {
  it.each<[string, JsonObject]>([
    ['has a hundred patterns for keys', { patternProperties: numbered(100, () => true) }],
    ['has thousands of values to choose from', { enum: Array.from({ length: 9000 }, (_, i) => `v${i}`) }],
    [
      'refers to one definition from everywhere',
      {
        $defs: { name: { type: 'string' } },
        properties: numbered(500, () => ({ $ref: '#/$defs/name' })),
      },
    ],
    [
      'refers to itself',
      {
        $defs: { tree: { properties: { left: { $ref: '#/$defs/tree' }, right: { $ref: '#/$defs/tree' } } } },
        $ref: '#/$defs/tree',
      },
    ],
    ['refers to the whole of itself', { properties: { next: { $ref: '#' } } }],
    ['refers to an anchor', { $defs: { name: { $anchor: 'name', type: 'string' } }, $ref: '#name' }],
    ['doubles a few times', doubling(10)],
    ['has definitions that nothing refers to', { $defs: { unused: doubling(10) } }],
  ])('%s', (_, schema) => {
    expect(problemsOf(schema)).toEqual([])
  })
})
