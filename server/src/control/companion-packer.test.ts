import type { Companion, Compilation } from '@evenkeel/core/compilation'
import { describe, expect, it } from 'vitest'
import { nodePlatform } from '../node-platform.ts'
import { CompanionPacker } from './companion-packer.ts'

const COMPANION: Companion = {
  protected: true,
  flags: { checkout: { owner: 'shop', rules: [{ name: 'ramp', by: ['targetingKey'], seed: 'ä"' }] } },
  configs: { limits: { schema: { type: 'object' } } },
}

const compilation = (environment: string, companion?: Companion): Compilation => ({
  formatVersion: 1,
  environment,
  commit: '1'.repeat(40),
  content: '',
  contentHash: 'f'.repeat(64),
  summary: { boundaries: [], flags: 0, segments: 0, configs: 0 },
  frameBytes: 65536,
  ...(companion && { companion }),
})

/** Counts what is deflated. */
function aCountingPacker() {
  const counted = { deflated: 0 }
  const packer = new CompanionPacker((bytes, options) => {
    counted.deflated++
    return nodePlatform.deflateBlock(bytes, options)
  })
  return { counted, packer }
}

describe('CompanionPacker', () => {
  it('deflates a companion as JSON', () => {
    const packed = new CompanionPacker(nodePlatform.deflateBlock).pack([compilation('production', COMPANION)])
    const json = Buffer.from(nodePlatform.inflate(packed.get('production')!, 100_000)).toString()
    expect(JSON.parse(json)).toEqual(COMPANION)
  })

  it('deflates again only what is different from the commit before', () => {
    const { counted, packer } = aCountingPacker()
    packer.pack([compilation('production', COMPANION), compilation('staging', COMPANION)])
    expect(counted.deflated).toBe(2)
    const other = { ...COMPANION, protected: false }
    packer.pack([compilation('production', { ...COMPANION }), compilation('staging', other)])
    expect(counted.deflated).toBe(3)
  })

  it('forgets an environment that a commit no longer has', () => {
    const { counted, packer } = aCountingPacker()
    packer.pack([compilation('production', COMPANION)])
    packer.pack([])
    packer.pack([compilation('production', COMPANION)])
    expect(counted.deflated).toBe(2)
  })

  it('gives nothing for a compilation without one', () => {
    expect(new CompanionPacker(nodePlatform.deflateBlock).pack([compilation('production')]).size).toBe(0)
  })
})
