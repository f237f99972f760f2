import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../json.ts'
import { mergePatch } from './merge-patch.ts'

/** Appendix A of RFC 7386: original, patch, result. */
const EXAMPLES: readonly (readonly [string, string, string])[] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
]

const parse = (text: string): JsonValue => JSON.parse(text) as JsonValue
const anyJson = fc.jsonValue().map((value) => parse(JSON.stringify(value)))

describe('mergePatch', () => {
  it.each(EXAMPLES)('merges %s with %s to %s, as the RFC has it', (target, patch, result) => {
    expect(mergePatch(parse(target), parse(patch))).toEqual(parse(result))
  })

  it('keeps what a patch does not name, at every depth', () => {
    expect(mergePatch({ a: { b: { c: 1, d: 2 }, e: 3 } }, { a: { b: { c: 4 } } })).toEqual({
      a: { b: { c: 4, d: 2 }, e: 3 },
    })
  })

  it('gives the same when a patch is applied again', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (target, patch) => {
        const once = mergePatch(target, patch)

        expect(mergePatch(once, patch)).toEqual(once)
      }),
    )
  })

  it('leaves what it was given as it was', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (target, patch) => {
        const before = JSON.stringify([target, patch])
        mergePatch(target, patch)

        expect(JSON.stringify([target, patch])).toBe(before)
      }),
    )
  })

  it('holds a key called __proto__ like any other', () => {
    const merged = mergePatch(parse('{}'), parse('{"__proto__":{"polluted":true}}'))

    expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":true}}')
    expect((merged as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
