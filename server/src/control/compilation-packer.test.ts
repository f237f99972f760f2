import type { Compilation } from '@evenkeel/core/compilation'
import { describe, expect, it } from 'vitest'
import { nodePlatform } from '../node-platform.ts'
import { CompilationPacker } from './compilation-packer.ts'

const compilation = (environment: string, content: string): Compilation => ({
  formatVersion: 1,
  environment,
  commit: '1'.repeat(40),
  content,
  contentHash: 'f'.repeat(64),
  summary: { boundaries: [], flags: 1, segments: 0, configs: 0 },
  frameBytes: 65536,
  companion: { protected: true, flags: {}, configs: { limits: { schema: { type: 'object' } } } },
})

/** Counts what is deflated. */
function aCountingPlatform() {
  const counted = { deflated: 0 }
  return {
    counted,
    deflate: (bytes: Uint8Array) => {
      counted.deflated++
      return nodePlatform.deflate(bytes)
    },
    deflateBlock: (bytes: Uint8Array, options: { readonly final: boolean }) => {
      counted.deflated++
      return nodePlatform.deflateBlock(bytes, options)
    },
  }
}

const inflate = (bytes: Uint8Array) => Buffer.from(nodePlatform.inflate(bytes, 100_000)).toString()

describe('CompilationPacker', () => {
  it('deflates content and companion', () => {
    const before = compilation('production', '["flag","ä",{}]\n')
    const [stored] = new CompilationPacker(nodePlatform).pack([before])
    const { content, companion, ...described } = before
    expect(stored).toMatchObject(described)
    expect(inflate(stored!.content)).toBe(content)
    expect(stored!.contentLength).toBe(Buffer.byteLength(content))
    expect(JSON.parse(inflate(stored!.companion!))).toEqual(companion)
  })

  it('deflates again only what has changed in an environment', () => {
    const platform = aCountingPlatform()
    const packer = new CompilationPacker(platform)
    packer.pack([compilation('production', 'a\n'), compilation('staging', 'a\n')])
    expect(platform.counted.deflated).toBe(4)
    packer.pack([compilation('production', 'a\n'), compilation('staging', 'b\n')])
    expect(platform.counted.deflated).toBe(5)
  })

  it('forgets an environment that a commit no longer has', () => {
    const platform = aCountingPlatform()
    const packer = new CompilationPacker(platform)
    packer.pack([compilation('production', 'a\n')])
    packer.pack([])
    packer.pack([compilation('production', 'a\n')])
    expect(platform.counted.deflated).toBe(4)
  })

  it('packs a compilation without a companion', () => {
    const { content, contentHash, summary } = compilation('production', 'a\n')
    const described = {
      formatVersion: 1,
      environment: 'production',
      commit: '1'.repeat(40),
      frameBytes: 65536,
    }
    const [stored] = new CompilationPacker(nodePlatform).pack([
      { ...described, content, contentHash, summary },
    ])
    expect(stored).not.toHaveProperty('companion')
  })
})
