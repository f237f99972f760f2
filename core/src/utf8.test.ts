import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

describe('UTF-8', () => {
  it('is read back as it was written, a byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(encodeUtf8(`\uFEFF${text}`))).toBe(`\uFEFF${text}`)
      }),
    )
  })

  it('is written with U+FFFD for half a surrogate pair', () => {
    expect(decodeUtf8(encodeUtf8('a\uD800b'))).toBe('a\uFFFDb')
  })

  it('is refused when it is none', () => {
    expect(() => decodeUtf8(Uint8Array.of(0xc0, 0x80))).toThrow(TypeError)
  })
})
