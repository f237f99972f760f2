import type { JsonValue } from '@evenkeel/core/json'
import { describe, expect, it } from 'vitest'
import { printType } from './type-node.ts'
import { typeOfSchema } from './type-of-schema.ts'

describe('the type of a JSON Schema', () => {
  it.each<[schema: JsonValue, type: string]>([
    [{ type: 'string' }, 'string'],
    [{ type: 'integer', minimum: 1 }, 'number'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: ['integer', 'number'] }, 'number'],
    [{ enum: ['a', 1, null, true] }, "'a' | 1 | null | true"],
    [{ enum: [{ a: 1 }, 'x'] }, "{\n  readonly a: number\n} | 'x'"],
    [{ type: 'string', const: "it's" }, String.raw`'it\'s'`],
    [{ type: 'array', items: { type: 'string' } }, 'readonly string[]'],
    [{ type: 'array', items: { type: ['string', 'null'] } }, 'readonly (string | null)[]'],
    [
      { type: 'array', items: { type: 'array', items: { type: 'number' } } },
      'readonly (readonly number[])[]',
    ],
    [{ type: 'array' }, 'readonly unknown[]'],
    [{ type: 'array', prefixItems: [{ type: 'string' }], items: false }, 'readonly unknown[]'],
    [{ type: 'object' }, '{ readonly [key: string]: unknown }'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, '{ readonly [key: string]: number }'],
    [
      {
        type: 'object',
        patternProperties: { '^x': { type: 'string' } },
        additionalProperties: { type: 'number' },
      },
      '{ readonly [key: string]: unknown }',
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'string' }] }, 'string | number'],
    [{ type: 'string', anyOf: [{ minLength: 3 }, { const: '' }] }, 'string'],
    [{ oneOf: [{ type: 'string' }, true] }, 'unknown'],
    [{ allOf: [{ type: 'string' }, { maxLength: 3 }] }, 'string'],
    [
      { type: 'array', items: { allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }] } },
      'readonly unknown[]',
    ],
    [{ minLength: 3 }, 'unknown'],
    [{ not: { type: 'string' } }, 'unknown'],
    [{}, 'unknown'],
    [true, 'unknown'],
    [false, 'never'],
  ])('%j is %s', (schema, type) => {
    expect(printType(typeOfSchema(schema))).toBe(type)
  })

  it('says which properties may be missing, in the order of their names, with what they are for', () => {
    const schema = {
      required: ['url', 'retries-at-most', 'unlisted'],
      properties: {
        url: { type: 'string', description: 'Where it is' },
        'retries-at-most': { type: 'integer' },
        mode: { enum: ['fast', 'safe'], deprecated: true },
      },
    }
    expect(printType(typeOfSchema(schema))).toBe(`{
  /** @deprecated */
  readonly mode?: 'fast' | 'safe'
  readonly 'retries-at-most': number
  readonly unlisted: unknown
  /** Where it is */
  readonly url: string
}`)
  })

  it('follows references inside of the schema, through escapes', () => {
    const schema = {
      $defs: { 'a/b ~c': { type: 'string' }, both: { allOf: [{ $ref: '#/$defs/a~1b%20~0c' }] } },
      type: 'array',
      items: { $ref: '#/$defs/both' },
    }
    expect(printType(typeOfSchema(schema))).toBe('readonly string[]')
  })

  it.each([
    [{ $ref: '#/$defs/missing' }],
    [{ $ref: '#/__proto__/x' }],
    [{ $ref: '#anchor' }],
    [{ $ref: '#/$defs/%zz' }],
    [{ $ref: '#' }],
  ])('says nothing of what it cannot find: %j', (schema) => {
    expect(printType(typeOfSchema(schema))).toBe('unknown')
  })

  it('ends for a schema that refers to itself, however often', () => {
    const node = { type: 'object', properties: { next: { $ref: '#' }, other: { $ref: '#' } } }
    const text = printType(typeOfSchema(node))
    expect(text.length).toBeLessThan(200_000)
    expect(text).toContain('readonly next?: unknown')
  })

  it('lets no text of an author out of its comment', () => {
    const properties = { a: { description: 'ends here */ evil()\n\n\u202e  second line ' } }
    expect(printType(typeOfSchema({ properties }))).toBe(
      '{\n  /**\n   * ends here *\\/ evil()\n   * \ufffd  second line\n   */\n  readonly a?: unknown\n}',
    )
  })
})
