import { MAX_FILE_BYTES } from '@evenkeel/core/admission'
import { describe, expect, it } from 'vitest'
import { HOSTILE_COMMITS } from './hostile-commits.ts'

const sizesOf = (name: string) =>
  HOSTILE_COMMITS.find((commit) => commit.name === name)!
    .files()
    .map((file) => ('zeros' in file ? file.zeros : Buffer.byteLength(file.text)))

describe('commits that mean no good', () => {
  it('have documents that are not too large to be read at all', () => {
    const documents = HOSTILE_COMMITS.flatMap(({ files }) => files()).filter(({ path }) =>
      path.startsWith('configs/'),
    )
    const lengths = documents.map((file) => ('zeros' in file ? Infinity : Buffer.byteLength(file.text)))

    expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_FILE_BYTES)
  })

  it.each([
    ['one blob of 1 MiB at 2,000 paths', 2000],
    ['1 MiB of duplicate keys', 1],
    ['1 MiB of anchors', 1],
  ])('%s: as large as it says', (name, count) => {
    const sizes = sizesOf(name)

    expect(sizes).toHaveLength(count)
    expect(Math.min(...sizes)).toBeGreaterThan(MAX_FILE_BYTES - 4096)
  })
})
