import { nodePlatform } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentBlocks } from './content-blocks.ts'
import { joinPayload } from './join-payload.ts'
import { KnownBlocks, packContent } from './pack-content.ts'

const { deflate, deflateBlock, inflate } = nodePlatform

const lineOf = (name: string, value: string) => `["config","${name}",${JSON.stringify(value)}]\n`

/** So many configs, whose values are as they are told. */
function contentOf(count: number, valueOf: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => lineOf(`config-${10_000 + index}`, valueOf(index))).join(
    '',
  )
}

const COUNT = 8000
const small = contentOf(20, (index) => `value ${index}`)
const large = contentOf(COUNT, (index) => `value ${index} héllo`)

/** Deflates, and tells how much it was given. */
function counting() {
  const deflated: number[] = []
  const block: typeof deflateBlock = (bytes, options) => {
    deflated.push(bytes.length)
    return deflateBlock(bytes, options)
  }
  return { deflated, deflateBlock: block }
}

const textOf = (payload: Uint8Array, length: number) =>
  Buffer.from(inflate(payload, Math.max(1, length))).toString()

describe('contentBlocks', () => {
  it('leaves a small content whole', () => {
    expect(contentBlocks(small)).toEqual([small])
    expect(contentBlocks('')).toEqual([''])
  })

  it('divides a large one between lines, and loses nothing', () => {
    const blocks = contentBlocks(large)

    expect(blocks.length).toBeGreaterThan(3)
    expect(blocks.length).toBeLessThan(150)
    expect(blocks.join('')).toBe(large)
    expect(blocks.every((block) => block.startsWith('["config",') && block.endsWith(']\n'))).toBe(true)
  })

  it('leaves all blocks but one as they are when a line changes', () => {
    fc.assert(
      fc.property(fc.nat(COUNT - 1), fc.string({ maxLength: 100 }), (changed, value) => {
        const before = new Set(contentBlocks(large))
        const after = contentBlocks(
          contentOf(COUNT, (index) => (index === changed ? value : `value ${index} héllo`)),
        )

        expect(after.filter((block) => !before.has(block)).length).toBe(1)
        expect(after.length).toBe(before.size)
      }),
      { numRuns: 10 },
    )
  })
})

describe('packContent', () => {
  it.each([
    ['small', small],
    ['large', large],
    ['empty', ''],
  ])('packs a %s content so that it inflates to what it was', (_what, content) => {
    const packed = packContent(content, deflateBlock)

    expect(packed.contentLength).toBe(Buffer.byteLength(content))
    expect(textOf(packed.content, packed.contentLength)).toBe(content)
  })

  it('packs a small content as it always was', () => {
    expect(Buffer.from(packContent(small, deflateBlock).content)).toEqual(
      Buffer.from(deflate(Buffer.from(small))),
    )
  })

  it('gives the same bytes whatever was packed before, and deflates no more than the changed block and the next', () => {
    const known = new KnownBlocks()
    const { deflated, deflateBlock: deflateAndCount } = counting()
    fc.assert(
      fc.property(fc.nat(COUNT - 1), fc.string({ maxLength: 9 }), (changed, value) => {
        const content = contentOf(COUNT, (index) => (index === changed ? value : `value ${index} héllo`))
        packContent(large, deflateAndCount, known)
        deflated.length = 0
        const packed = packContent(content, deflateAndCount, known)

        expect([1, 2]).toContain(deflated.length)
        expect(packed).toEqual(packContent(content, deflateBlock))
      }),
      { numRuns: 10 },
    )
  })

  it('looks back over characters of any length, and lines longer than it looks back', () => {
    const known = new KnownBlocks()
    for (const length of [150, 300, 12_000]) {
      const content = contentOf(500, () => '😀é'.repeat(length))
      const packed = packContent(content, deflateBlock, known)

      expect(contentBlocks(content).length).toBeGreaterThan(1)
      expect(textOf(packed.content, packed.contentLength)).toBe(content)
    }
  })

  it('deflates a block alone where what is before it changes further away than deflate looks back', () => {
    const known = new KnownBlocks()
    const withFirst = (value: string) =>
      contentOf(4000, (index) => (index === 0 ? value : `${index} `.repeat(100)))
    packContent(withFirst('before'), deflateBlock, known)
    const { deflated, deflateBlock: deflateAndCount } = counting()
    const packed = packContent(withFirst('after'), deflateAndCount, known)

    expect(deflated.length).toBe(1)
    expect(packed).toEqual(packContent(withFirst('after'), deflateBlock))
  })

  it('does not take the last block for one in the middle', () => {
    const known = new KnownBlocks()
    const blocks = contentBlocks(large)
    const shorter = blocks.slice(0, -1).join('')

    for (const content of [large, shorter, large, '']) {
      const packed = packContent(content, deflateBlock, known)

      expect(textOf(packed.content, packed.contentLength)).toBe(content)
    }
  })
})

describe('joinPayload', () => {
  it('puts a header before a content, and deflates nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(small, large, ''), (header, content) => {
        const packed = packContent(content, deflateBlock)
        const { deflated, deflateBlock: deflateAndCount } = counting()
        const { payload, inflatedLength } = joinPayload(header, packed, deflateAndCount)
        const text = Buffer.from(header).toString() + content

        expect(textOf(payload, inflatedLength)).toBe(text)
        expect(inflatedLength).toBe(Buffer.byteLength(text))
        expect(deflated).toEqual([Buffer.byteLength(header)])
      }),
    )
  })
})
