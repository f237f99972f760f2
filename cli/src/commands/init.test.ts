import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'

describe('init', () => {
  it('writes a repository that is valid, whose tests pass, and says what to do next', async () => {
    await using directory = await temporaryDirectory()
    const host = fakeHost({ cwd: directory.path })
    expect(await run(['init', 'shop-config'], host)).toBe(0)
    expect(host.out()).toContain('✓ wrote a configuration repository to shop-config')
    expect(host.out()).toContain('  cd shop-config\n  evenkeel validate\n')

    const inside = fakeHost({ cwd: join(directory.path, 'shop-config') })
    expect(await run(['validate'], inside)).toBe(0)
    expect(await run(['test'], inside)).toBe(0)
    expect(existsSync(join(directory.path, 'shop-config/.github/workflows/validate.yaml'))).toBe(true)
  })

  it('refuses a folder that holds something', async () => {
    await using tree = await fakeWorkTree([])
    await tree.write('README.md', 'mine')
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['init', '.'], host)).toBe(2)
    expect(host.err()).toContain('error: . is not empty')
    expect(existsSync(join(tree.path, 'evenkeel.yaml'))).toBe(false)
  })

  it('writes into a repository that was just created', async () => {
    await using tree = await fakeWorkTree([])
    await tree.write('.git/HEAD', 'ref: refs/heads/main\n')
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['init', '.'], host)).toBe(0)
    expect(host.out()).not.toContain('  cd ')
    expect(existsSync(join(tree.path, 'evenkeel.yaml'))).toBe(true)
  })
})
