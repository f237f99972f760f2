import { describe, expect, it } from 'vitest'
import { MAX_FILE_BYTES } from '../../manifest/source-file.ts'
import { boundFiles } from './bound-files.ts'
import type { FileTree, TreeEntry } from './file-tree.ts'
import { MAX_INCLUDED_BYTES } from './file-tree.ts'

const file = (path: string): TreeEntry => ({ path, type: 'file' })

/** A tree that tells sizes and has nothing to read. */
const treeOf = (sizes: Readonly<Record<string, number>>): FileTree => ({
  list: () => Promise.resolve(Object.keys(sizes).map(file)),
  size: ({ path }) => Promise.resolve(sizes[path] ?? 0),
  read: ({ path }) => Promise.reject(new Error(`${path} was read`)),
})

async function bound(sizes: Readonly<Record<string, number>>) {
  const { selected, issues } = await boundFiles(treeOf(sizes), Object.keys(sizes).map(file))
  return { selected: selected.map(({ path }) => path), issues }
}

describe('boundFiles', () => {
  it('refuses a file that is too large by name and size, and no other', async () => {
    const { selected, issues } = await bound({ 'a.yaml': MAX_FILE_BYTES + 1, 'b.yaml': MAX_FILE_BYTES })

    expect(selected).toEqual(['b.yaml'])
    expect(issues).toEqual([expect.objectContaining({ code: 'file-too-large', file: 'a.yaml' })])
    expect(issues[0]?.message).toBe('a.yaml has 1048577 bytes, and a file may have 1048576')
  })

  it('refuses all files where they are too much together, naming the largest', async () => {
    const paths = Array.from({ length: 64 }, (_, index) => `f${String(index).padStart(2, '0')}.yaml`)
    const sizes = Object.fromEntries(paths.map((path) => [path, MAX_FILE_BYTES]))

    expect((await bound(sizes)).selected).toHaveLength(MAX_INCLUDED_BYTES / MAX_FILE_BYTES)

    const { selected, issues } = await bound({ ...sizes, 'f64.yaml': 1 })
    expect(selected).toEqual([])
    expect(issues).toEqual([expect.objectContaining({ code: 'repository-too-large', file: 'evenkeel.yaml' })])
    expect(issues[0]?.message).toBe(
      'the 65 files that are included have 64.0 MiB together, and at most 64.0 MiB are read; the largest are f00.yaml (1.0 MiB), f01.yaml (1.0 MiB), f02.yaml (1.0 MiB), f03.yaml (1.0 MiB), f04.yaml (1.0 MiB)',
    )
    expect(issues[0]?.hint).toContain('spec.include')
  })

  it('goes by what listing tells, and lets be what only reading tells', async () => {
    const tree: FileTree = { list: () => Promise.resolve([]), read: () => Promise.resolve(new Uint8Array()) }
    const large = { ...file('a.yaml'), bytes: MAX_FILE_BYTES + 1 }

    expect((await boundFiles(tree, [large, file('b.yaml')])).selected).toEqual([file('b.yaml')])
  })
})
