import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findInvalidUtf8 } from './find-invalid-utf8.ts'

const isUtf8 = (bytes: Uint8Array) => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Bytes that are often nearly UTF-8. */
const nearlyText = fc
  .array(
    fc.oneof(
      fc.constantFrom([0x41], [0xc3, 0xa4], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80]),
      fc.constantFrom(
        [0xc0, 0x80],
        [0xe0, 0x80, 0x80],
        [0xed, 0xa0, 0x80],
        [0xf0, 0x80, 0x80, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
      ),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 2 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Uint8Array.from(parts.flat()))

describe('findInvalidUtf8', () => {
  it('finds nothing in text, whatever its characters', () => {
    expect(findInvalidUtf8(new TextEncoder().encode('aä€😀\u{10ffff}'))).toBeUndefined()
  })

  it('agrees with the platform about what is UTF-8', () => {
    fc.assert(
      fc.property(nearlyText, (bytes) => {
        expect(findInvalidUtf8(bytes) === undefined).toBe(isUtf8(bytes))
      }),
      { numRuns: 2000 },
    )
  })

  it('gives the first byte that is wrong, so that what comes before it is text', () => {
    fc.assert(
      fc.property(nearlyText, (bytes) => {
        const at = findInvalidUtf8(bytes)
        if (at === undefined) return

        expect(isUtf8(bytes.subarray(0, at))).toBe(true)
        expect(isUtf8(bytes.subarray(at))).toBe(false)
      }),
    )
  })

  it.each([
    ['an overlong form', [0x61, 0xc0, 0xaf], 1],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['a code point beyond the last', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a sequence that ends early', [0x61, 0x62, 0xe2, 0x82], 2],
    ['a continuation without a beginning', [0x80], 0],
  ])('refuses %s', (_, bytes, at) => {
    expect(findInvalidUtf8(Uint8Array.from(bytes))).toBe(at)
  })
})
