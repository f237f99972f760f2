import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { writeFileAtomically } from './write-file.ts'

describe('writing a file', () => {
  it('makes its folder and leaves nothing beside it', async () => {
    await using directory = await temporaryDirectory()
    const path = join(directory.path, 'a/b/snapshot.evk')
    await writeFileAtomically(path, Uint8Array.of(1, 2, 3))
    expect([...(await readFile(path))]).toEqual([1, 2, 3])
    expect(await readdir(join(directory.path, 'a/b'))).toEqual(['snapshot.evk'])
  })

  it('replaces what was there', async () => {
    await using directory = await temporaryDirectory()
    const path = join(directory.path, 'a.txt')
    await writeFile(path, 'a much longer text')
    await writeFileAtomically(path, 'short')
    expect(await readFile(path, 'utf8')).toBe('short')
  })

  it('leaves what was there, and nothing else, when it fails', async () => {
    await using directory = await temporaryDirectory()
    const path = join(directory.path, 'a')
    await mkdir(path)
    await writeFile(join(path, 'kept'), '')
    await expect(writeFileAtomically(path, 'text')).rejects.toMatchObject({ syscall: 'rename' })
    expect(await readdir(directory.path)).toEqual(['a'])
    expect(await readdir(path)).toEqual(['kept'])
  })
})
