import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storableJson, storableText } from './storable.ts'

describe('storableText', () => {
  it('leaves out NUL and marks half a character', () => {
    expect(storableText('a\0b\uD800c\uDFFF')).toBe('ab\uFFFDc\uFFFD')
  })

  it('leaves every text alone that is well formed and has no NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('\0'))
        expect(storableText(text)).toBe(text)
      }),
    )
  })
})

describe('storableJson', () => {
  it('does so with every text of a value', () => {
    expect(storableJson({ a: ['x\0', { b: '\uD800' }], n: 1, no: undefined })).toEqual({
      a: ['x', { b: '\uFFFD' }],
      n: 1,
    })
  })
})
