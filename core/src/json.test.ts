import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from './json.ts'
import { writeCanonicalJson } from './json.ts'

describe('writeCanonicalJson', () => {
  it('sorts keys by code unit at every depth, keys that look like integers included', () => {
    const value = { b: 1, a: { 10: true, 9: false, é: null, Z: [] } }

    expect(writeCanonicalJson(value)).toBe('{"a":{"10":true,"9":false,"Z":[],"é":null},"b":1}')
  })

  it('keeps the order of lists and leaves out what is undefined', () => {
    expect(writeCanonicalJson({ list: [3, 1, 2], absent: undefined } as unknown as JsonValue)).toBe(
      '{"list":[3,1,2]}',
    )
  })

  it('holds a key called __proto__ like any other', () => {
    const value = JSON.parse('{"__proto__":{"x":1}}') as JsonValue

    expect(writeCanonicalJson(value)).toBe('{"__proto__":{"x":1}}')
  })

  it('writes what JSON.parse reads back, and equal text for equal values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = writeCanonicalJson(value as JsonValue)
        const read = JSON.parse(text) as JsonValue

        expect(read).toEqual(JSON.parse(JSON.stringify(value)))
        expect(writeCanonicalJson(read)).toBe(text)
      }),
    )
  })
})
