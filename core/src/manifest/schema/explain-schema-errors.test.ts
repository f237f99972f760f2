import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../../json.ts'
import { listOf, oneOf, record, structure, variantName } from './schema-fragments.ts'
import { validateKind } from './validate-kind.ts'

const explain = (schema: JsonObject, value: JsonValue) =>
  validateKind(schema, value).map(({ message, hint }) =>
    hint === undefined ? message : `${message} (${hint})`,
  )

describe('explainSchemaErrors', () => {
  it('names fields that are missing, and says what they are', () => {
    const schema = structure(
      { owner: { type: 'string', description: 'a Team' }, b: {} },
      { required: ['owner', 'b'] },
    )

    expect(explain(schema, {})).toEqual([
      'the document has no `owner` (add `owner`: a Team)',
      'the document has no `b` (add `b`)',
    ])
  })

  it('names the known field that an unknown one is near to', () => {
    const schema = structure({ variants: {}, rules: {} })

    expect(explain(schema, { varients: 1 })).toEqual([
      'the document has no field `varients` (did you mean `variants`?)',
    ])
    expect(explain(schema, { other: 1 })).toEqual([
      'the document has no field `other` (the fields here are `variants` and `rules`)',
    ])
  })

  it('passes over x-… keys in structures', () => {
    expect(explain(structure({ a: structure({}) }), { 'x-note': 1, a: { 'x-y': {} } })).toEqual([])
  })

  it('holds names in records to their form', () => {
    const schema = record({}, { pattern: '^[a-z]+$', description: 'lower case' }, 'names')

    expect(explain({ properties: { map: schema }, type: 'object' }, { map: { A: 1 } })).toEqual([
      '`A` cannot be a name in `map` (lower case)',
    ])
  })

  it('says which type a value has and which it needs', () => {
    const of = (type: string | string[], value: JsonValue) =>
      explain({ properties: { a: { type } }, type: 'object' }, { a: value })

    expect(of('string', 5)).toEqual(['`a` is a number, not a string (quote it: "5")'])
    expect(of('object', [])).toEqual(['`a` is a list, not a mapping'])
    expect(of(['array', 'boolean'], null)).toEqual(['`a` is empty, not a list or a boolean'])
    expect(of('integer', 1.5)).toEqual(['`a` is a number, not a whole number'])
    expect(of('boolean', 'yes')).toEqual(['`a` is a string, not a boolean (write true)'])
    expect(of('boolean', 'Off')).toEqual(['`a` is a string, not a boolean (write false)'])
  })

  it('says what to write where a boolean names a variant', () => {
    const schema = structure({ serve: variantName })

    expect(explain(schema, { serve: true })).toEqual([
      '`serve` names a variant, and `true` is a boolean, not a string (write on)',
    ])
    expect(explain(schema, { serve: false })).toEqual([
      '`serve` names a variant, and `false` is a boolean, not a string (write off)',
    ])
  })

  it('lists the values there are, and the nearest', () => {
    const schema = structure({
      state: oneOf(['ENABLED', 'DISABLED'], 'the state'),
      size: oneOf([32, 64], 'KiB'),
    })

    expect(explain(schema, { state: 'enabled', size: 33 })).toEqual([
      '`state` is `enabled`, which is not one of `ENABLED` or `DISABLED` (did you mean `ENABLED`?)',
      '`size` is `33`, which is not one of `32` or `64`',
    ])
  })

  it('says sizes and ranges in words', () => {
    const sized = (schema: JsonObject, value: JsonValue) =>
      explain({ properties: { a: schema }, type: 'object' }, { a: value })

    expect(sized({ type: 'array', minItems: 1 }, [])).toEqual(['`a` has 0 entries; it needs at least 1'])
    expect(sized({ type: 'array', maxItems: 1 }, [1, 2])).toEqual([
      '`a` has 2 entries; it may have at most 1',
    ])
    expect(sized({ type: 'string', minLength: 2 }, '😀')).toEqual([
      '`a` has 1 characters; it needs at least 2',
    ])
    expect(sized({ type: 'string', maxLength: 1 }, 'ab')).toEqual([
      '`a` has 2 characters; it may have at most 1',
    ])
    expect(sized({ type: 'object', minProperties: 1 }, {})).toEqual(['`a` has 0 fields; it needs at least 1'])
    expect(sized({ type: 'object', maxProperties: 0 }, { b: 1 })).toEqual([
      '`a` has 1 fields; it may have at most 0',
    ])
    expect(sized({ type: 'number', minimum: 1 }, 0)).toEqual(['`a` is `0`, and must be at least 1'])
    expect(sized({ type: 'number', maximum: 1, description: 'a share' }, 2)).toEqual([
      '`a` is `2`, and must be at most 1 (a share)',
    ])
    expect(sized({ type: 'number', exclusiveMinimum: 1 }, 1)).toEqual(['`a` is `1`, and must be more than 1'])
    expect(sized({ type: 'number', exclusiveMaximum: 1 }, 1)).toEqual(['`a` is `1`, and must be less than 1'])
    expect(sized({ type: 'array', uniqueItems: true }, [1, 1])).toEqual([
      '`a` holds the same entry twice, at 0 and 1',
    ])
    expect(sized({ type: 'string', pattern: '^a$' }, 'b')).toEqual([
      '`a` is `b`, which does not have the form it needs (it must match ^a$)',
    ])
    expect(sized({ type: 'number', multipleOf: 2 }, 3)).toEqual(['`a` must be multiple of 2'])
    expect(sized({ const: 'x' }, 'y')).toEqual(['`a` is `y`, not `x`'])
  })

  it('says alternatives as the fields they need, without what each of them lacks', () => {
    const schema = {
      ...structure({ name: {}, serve: {}, split: {} }, { required: ['name'] }),
      oneOf: [{ required: ['serve'] }, { required: ['split'] }],
    }

    expect(explain(schema, { name: 'a', serve: 1 })).toEqual([])
    expect(explain(schema, { name: 'a' })).toEqual([
      'the document needs exactly one of `serve` and `split`, and has none',
    ])
    expect(explain(schema, {})).toEqual([
      'the document needs exactly one of `serve` and `split`, and has none',
      'the document has no `name` (add `name`)',
    ])
    expect(explain(schema, { name: 'a', serve: 1, split: 2 })).toEqual([
      'the document needs exactly one of `serve` and `split`, and has `serve` and `split`',
    ])
    expect(explain({ anyOf: [{ type: 'string' }, { type: 'number' }] }, true)).toEqual([
      'the document has none of the forms it may have',
    ])
  })

  it('shortens what is long', () => {
    const [message] = explain(structure({ a: oneOf(['x'], 'x') }), { a: 'y'.repeat(200) })

    expect(message).toContain(`\`${'y'.repeat(60)}…\``)
  })

  it('leads to the place in lists and under odd keys', () => {
    const schema = { type: 'object', additionalProperties: listOf({ type: 'string' }, 'texts') }
    const paths = validateKind(schema, { 'a/b~c': ['x', 1], d: { e: 1 } }).map(({ path }) => path)

    expect(paths).toEqual([['a/b~c', 1], ['d']])
  })
})
