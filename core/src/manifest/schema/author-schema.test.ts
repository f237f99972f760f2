import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../../json.ts'
import { formatPath } from '../issue.ts'
import { compileAuthorSchema } from './author-schema.ts'
import type { SchemaProblem } from './schema-problem.ts'

const shown = (problems: readonly SchemaProblem[]) =>
  problems.map(({ code, path, message }) => `${code} [${formatPath(path)}] ${message}`)

/** What is wrong with the schema, or with the value. */
function problemsOf(schema: JsonObject, value: JsonValue = null): string[] {
  const compiled = compileAuthorSchema(schema)
  return shown('check' in compiled ? compiled.check(value) : compiled.problems)
}

describe('compileAuthorSchema', () => {
  it('checks values by draft 2020-12', () => {
    const schema = { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } }

    expect(problemsOf(schema, ['a', 1, 2])).toEqual([])
    expect(problemsOf(schema, ['a', 'b'])).toEqual(['wrong-type [[1]] `[1]` is a string, not a number'])
  })

  it('checks values by draft-07 where the schema says so', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      items: [{ type: 'string' }, { type: 'number' }],
    }

    expect(problemsOf(schema, ['a', 1])).toEqual([])
    expect(problemsOf(schema, ['a', 'b'])).toHaveLength(1)
  })

  it('follows references inside of itself', () => {
    const schema = {
      $defs: { port: { type: 'integer', maximum: 65535 } },
      properties: { port: { $ref: '#/$defs/port' } },
    }

    expect(problemsOf(schema, { port: 70000 })).toEqual([
      'out-of-range [port] `port` is `70000`, and must be at most 65535',
    ])
  })

  it('takes format for an annotation and passes over keywords it does not know', () => {
    expect(problemsOf({ format: 'email', 'x-owner': 'me', minimun: 3 }, 'nobody')).toEqual([])
  })

  it('looks at own fields only', () => {
    expect(problemsOf({ type: 'object', required: ['constructor'] }, {})).toEqual([
      'missing-field [] the value has no `constructor`',
    ])
  })

  it('compares objects that hold odd keys', () => {
    const odd = JSON.parse('[{"__proto__":1},{"__proto__":1}]') as JsonValue

    expect(problemsOf({ uniqueItems: true }, odd)).toHaveLength(1)
    expect(problemsOf({ const: { a: [1] } }, { a: [1] })).toEqual([])
  })

  it.each<[string, JsonObject, string]>([
    ['a type nobody knows', { properties: { a: { type: 'strin' } } }, 'unknown-value [properties.a.type]'],
    ['a keyword of the wrong type', { required: 'a' }, 'wrong-type [required]'],
    ['a reference out of itself', { $ref: 'https://example.com/x' }, 'remote-reference [$ref]'],
    [
      'a reference to the meta-schema',
      { $ref: 'https://json-schema.org/draft/2020-12/schema' },
      'remote-reference [$ref]',
    ],
    ['a reference to nothing', { $ref: '#/$defs/x' }, 'broken-schema []'],
    ['an id', { properties: { a: { $id: 'https://example.com/x' } } }, 'remote-reference [properties.a.$id]'],
    ['a pattern that is none', { items: { pattern: '(' } }, 'broken-schema [items.pattern]'],
    [
      'a property pattern that is none',
      { patternProperties: { '(': {} } },
      'broken-schema [patternProperties["("]]',
    ],
    ['an asynchronous schema', { $async: true }, 'broken-schema [$async]'],
    ['another dialect', { $schema: 'http://json-schema.org/draft-04/schema#' }, 'unknown-value [$schema]'],
    ['a dialect that is no text', { $schema: 5 }, 'unknown-value [$schema]'],
  ])('refuses %s', (_, schema, expected) => {
    expect(problemsOf(schema)[0]?.slice(0, expected.length)).toBe(expected)
  })

  it('says that a schema never ends when a value is checked with it', () => {
    expect(problemsOf({ $ref: '#' }, 1)).toEqual(['broken-schema [] the schema refers to itself without end'])
  })

  it('says so where a value cannot be compared with what the schema names', () => {
    expect(problemsOf({ const: { valueOf: false } }, { valueOf: false })).toEqual([
      'broken-schema [] the schema cannot be used: a.valueOf is not a function',
    ])
  })

  it('keeps nothing of one schema for the next', () => {
    expect(problemsOf({ $defs: { a: { $anchor: 'here', type: 'string' } }, $ref: '#here' }, 1)).toHaveLength(
      1,
    )
    expect(problemsOf({ $ref: '#here' })).toHaveLength(1)
    expect(problemsOf({ $defs: { a: { $anchor: 'here', type: 'number' } }, $ref: '#here' }, 1)).toEqual([])
  })

  it('names the value that was probably meant', () => {
    const compiled = compileAuthorSchema({ enum: ['sandbox', 'live'] })
    const [problem] = 'check' in compiled ? compiled.check('sandbux') : []

    expect(problem?.hint).toBe('did you mean `sandbox`?')
  })
})
