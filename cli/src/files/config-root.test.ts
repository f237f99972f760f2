import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { requireConfigRoot } from './config-root.ts'

describe('the root of a configuration', () => {
  it('is the nearest folder with evenkeel.yaml, from here upwards', async () => {
    await using directory = await temporaryDirectory()
    await writeFile(join(directory.path, 'evenkeel.yaml'), '')
    const below = join(directory.path, 'flags/checkout')
    await mkdir(below, { recursive: true })
    expect(requireConfigRoot(below, undefined)).toBe(directory.path)
    expect(requireConfigRoot(directory.path, undefined)).toBe(directory.path)
  })

  it('is the folder that is named, and no folder above it', async () => {
    await using directory = await temporaryDirectory()
    await writeFile(join(directory.path, 'evenkeel.yaml'), '')
    await mkdir(join(directory.path, 'flags'))
    expect(requireConfigRoot('/', directory.path)).toBe(directory.path)
    expect(() => requireConfigRoot(directory.path, 'flags')).toThrow(
      'flags is no configuration repository: there is no evenkeel.yaml in it',
    )
  })

  it('is missed with a hint', () => {
    expect(() => requireConfigRoot('/', undefined)).toThrow(
      'there is no evenkeel.yaml here or in a folder above',
    )
  })
})
