import { readFile, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { OWN_KINDS } from '@evenkeel/core/manifest'
import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'
import { schemaFiles } from '../schema-files.ts'

describe('schemas', () => {
  it('writes the JSON Schema of every kind', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: join(tree.path, 'flags') })
    expect(await run(['schemas'], host)).toBe(0)
    expect(host.out()).toBe(`✓ wrote ${OWN_KINDS.length} schemas to ../schemas\n`)
    expect(await readdir(join(tree.path, 'schemas'))).toEqual(
      schemaFiles()
        .map(({ path }) => basename(path))
        .sort(),
    )
    const schema = await readFile(join(tree.path, 'schemas/flag.json'), 'utf8')
    expect(JSON.parse(schema)).toMatchObject({ title: 'Flag', type: 'object' })
  })
})
