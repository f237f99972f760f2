import { aCompilation, nodePlatform } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { KnownBlocks, packContent } from '../compilation/packing/pack-content.ts'
import type { Environment } from '../manifest/kinds/environment.ts'
import type { ManifestDocument } from '../manifest/kinds.ts'
import { checkCapacity } from './check-capacity.ts'

const production: ManifestDocument<Environment> = {
  manifest: {
    kind: 'Environment',
    metadata: { name: 'production', labels: {}, annotations: {} },
    capacity: { frameKiB: 512 },
    protected: false,
    snapshotFormat: 1,
  },
  file: 'environments/production.yaml',
  locate: () => ({ line: 3, column: 5 }),
  locateKey: () => ({ line: 3, column: 1 }),
}

it('checkCapacity refuses what inflates beyond what SDKs read, however well it compresses', () => {
  const { deflateBlock } = nodePlatform
  const compilation = aCompilation({ configs: { short: 'b', long: 'a'.repeat(8 * 1024 * 1024) } })
  const blocks = new KnownBlocks()
  const packed = packContent(compilation.content, deflateBlock, blocks)

  const issues = checkCapacity(
    { document: production, compilation, header: '{}\n', packed, blocks },
    deflateBlock,
  )

  expect(issues.map(({ code, line, column }) => [code, line, column])).toEqual([['snapshot-too-large', 3, 5]])
  expect(issues[0]?.message).toMatch(
    /^the snapshot of production has 8192\.\d KiB, and SDKs read 8192\.0 KiB at most; the largest documents are config long \(/,
  )
  expect(issues[0]?.hint).toMatch(/^move long lists of keys/)
})
