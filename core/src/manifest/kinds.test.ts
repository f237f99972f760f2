import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { OWN_KINDS, manifestSchemas } from './kinds.ts'

describe.each(OWN_KINDS)('the schema of %s', (kind) => {
  const schema = manifestSchemas[kind]

  it('is a JSON Schema that editors can use as it is', () => {
    const ajv = new Ajv({ strict: false })

    expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true)
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#')
  })

  it('is about one kind and knows no other field', () => {
    const validate = new Ajv({ strict: false }).compile(schema)
    const other = kind === 'Team' ? 'Flag' : 'Team'

    expect(validate({ apiVersion: 'evenkeel/v1', kind: other, metadata: { name: 'a' }, spec: {} })).toBe(
      false,
    )
    expect(
      validate({ apiVersion: 'evenkeel/v1', kind, metadata: { name: 'a' }, spec: { surprise: 1 } }),
    ).toBe(false)
  })

  it('says what every field is for', () => {
    const { properties = {} } = (schema['properties'] as { spec: { properties?: Record<string, object> } })
      .spec

    for (const [field, fragment] of Object.entries(properties)) {
      expect([field, 'description' in fragment || 'properties' in fragment]).toEqual([field, true])
    }
  })
})
