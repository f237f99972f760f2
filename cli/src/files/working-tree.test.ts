import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { MAX_FILE_BYTES } from '@evenkeel/core/admission'
import { temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fingerprint, workingTree } from './working-tree.ts'

async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

describe('a work tree', () => {
  it('lists files below the root, without dot-folders and node_modules', async () => {
    await using directory = await temporaryDirectory()
    for (const path of [
      'evenkeel.yaml',
      'flags/a/b.yaml',
      '.git/config',
      '.vscode/x.json',
      'node_modules/y.yaml',
    ]) {
      await write(directory.path, path, path)
    }
    const entries = await workingTree(directory.path).list()
    expect(entries.map(({ path }) => path).sort()).toEqual(['evenkeel.yaml', 'flags/a/b.yaml'])
  })

  it('tells what is no plain file, and never follows a link', async () => {
    await using directory = await temporaryDirectory()
    await write(directory.path, 'module/.git', 'gitdir: elsewhere')
    await write(directory.path, 'module/inside.yaml', 'a')
    await symlink('/etc', join(directory.path, 'etc'))
    const entries = await workingTree(directory.path).list()
    expect([...entries].sort((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'etc', type: 'symlink' },
      { path: 'module', type: 'submodule' },
    ])
  })

  it('reads a file', async () => {
    await using directory = await temporaryDirectory()
    await write(directory.path, 'a.yaml', 'Wärme')
    const bytes = await workingTree(directory.path).read({ path: 'a.yaml', type: 'file' })
    expect(new TextDecoder().decode(bytes)).toBe('Wärme')
  })

  it('reads one byte more than is allowed, and no more', async () => {
    await using directory = await temporaryDirectory()
    await write(directory.path, 'large.yaml', 'x'.repeat(MAX_FILE_BYTES + 500))
    const bytes = await workingTree(directory.path).read({ path: 'large.yaml', type: 'file' })
    expect(bytes.length).toBe(MAX_FILE_BYTES + 1)
  })
})

describe('a fingerprint', () => {
  it('is another one after a change, a new file or a removed one, and else the same', async () => {
    await using directory = await temporaryDirectory()
    await write(directory.path, 'a.yaml', 'a')
    const first = await fingerprint(directory.path)
    expect(await fingerprint(directory.path)).toBe(first)
    await write(directory.path, 'a.yaml', 'ab')
    const second = await fingerprint(directory.path)
    expect(second).not.toBe(first)
    await write(directory.path, 'b.yaml', '')
    expect(await fingerprint(directory.path)).not.toBe(second)
  })

  it('is one of a folder that is not there too', async () => {
    expect(await fingerprint('/no/such/folder')).toBe('')
  })
})
