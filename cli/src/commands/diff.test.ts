import { join } from 'node:path'
import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import type { FakeWorkTree } from '../fake-work-tree.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'

const FLAG = 'flags/checkout-redesign.yaml'

const flagAt = (percent: number) => `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: checkout-redesign
spec:
  type: boolean
  defaultVariant: off
  rules:
    - name: ramp
      percent: ${percent}
      serve: on
  environments:
    production:
      state: ENABLED
    staging:
      state: ENABLED
      rules: []
`

const staging = `apiVersion: evenkeel/v1
kind: Environment
metadata:
  name: staging
`

const repository = aConfigRepository()
  .withFile('environments/staging.yaml', staging)
  .withFile(FLAG, flagAt(10))

async function diff(tree: FakeWorkTree, ...argv: string[]) {
  const host = fakeHost({ cwd: tree.path })
  const code = await run(['diff', ...argv], host)
  return { code, out: host.out(), err: host.err() }
}

describe('diff', () => {
  it('compares the work tree with HEAD, environment by environment', async () => {
    await using tree = await fakeWorkTree(repository.files())
    const commit = await tree.commit('ten percent')
    await tree.write(FLAG, flagAt(25))
    expect(await diff(tree)).toEqual({
      code: 0,
      err: '',
      out: `HEAD (${commit.slice(0, 8)}) → the work tree

production (1 flag)
  ~ checkout-redesign
      rules.ramp.percent  10 → 25

unchanged: staging
`,
    })
  })

  it('says so when nothing changes', async () => {
    await using tree = await fakeWorkTree(repository.files())
    await tree.commit('ten percent')
    await tree.write('README.md', 'words')
    expect((await diff(tree)).out).toMatch(/the work tree\n\nunchanged: production, staging\n$/)
  })

  it('compares two revisions', async () => {
    await using tree = await fakeWorkTree(repository.files())
    await tree.commit('ten percent')
    await tree.write(FLAG, flagAt(25))
    await tree.commit('twenty-five percent')
    await tree.write(FLAG, flagAt(50))
    expect((await diff(tree, 'HEAD~1', 'HEAD')).out).toContain('10 → 25')
    expect((await diff(tree, 'HEAD~1')).out).toContain('10 → 50')
    expect((await diff(tree, 'main', 'HEAD~1')).out).toContain('25 → 10')
  })

  it('shows a change that environments share in each of them', async () => {
    const shared = flagAt(10).replace('      rules: []\n', '')
    await using tree = await fakeWorkTree(repository.withFile(FLAG, shared).files())
    await tree.commit('ten percent')
    await tree.write(FLAG, shared.replace('percent: 10', 'percent: 25'))
    expect((await diff(tree)).out.match(/10 → 25/g)).toHaveLength(2)
    expect((await diff(tree, '--env', 'staging')).out.match(/10 → 25/g)).toHaveLength(1)
  })

  it('shows environments that come and go', async () => {
    await using tree = await fakeWorkTree(repository.files())
    await tree.commit('both')
    await tree.remove('environments/staging.yaml')
    await tree.write('environments/test.yaml', staging.replace('staging', 'test'))
    await tree.write(FLAG, flagAt(10).replace('staging', 'test'))
    const { out } = await diff(tree)
    expect(out).toContain('staging (removed: nothing is served here any more)\n')
    expect(out).toContain('test (new environment: 1 flag)\n  + checkout-redesign\n')
  })

  it('compares with a commit from before there was a configuration', async () => {
    await using tree = await fakeWorkTree([])
    await tree.write('README.md', 'soon')
    await tree.commit('start')
    for (const { path, bytes } of repository.files()) await tree.write(path, bytes)
    expect((await diff(tree)).out).toContain('production (new environment: 1 flag)')
  })

  it('reads a configuration inside a larger repository', async () => {
    const files = repository.files().map(({ path, bytes }) => ({ path: `deploy/config/${path}`, bytes }))
    await using tree = await fakeWorkTree(files)
    await tree.commit('ten percent')
    await tree.write(`deploy/config/${FLAG}`, flagAt(25))
    const host = fakeHost({ cwd: join(tree.path, 'deploy/config/flags') })
    expect(await run(['diff'], host)).toBe(0)
    expect(host.out()).toContain('10 → 25')
    expect((await diff(tree, '--dir', 'deploy/config')).out).toContain('10 → 25')
  })

  it('prints JSON and Markdown', async () => {
    await using tree = await fakeWorkTree(repository.files())
    await tree.commit('ten percent')
    await tree.write(FLAG, flagAt(25))
    const { out } = await diff(tree, '--format', 'json')
    expect(JSON.parse(out)).toMatchObject({
      to: 'the work tree',
      environments: [
        { environment: 'production', change: 'changed', flags: [{ key: 'checkout-redesign' }] },
        { environment: 'staging', change: 'none', flags: [], configs: [] },
      ],
    })
    expect((await diff(tree, '--format', 'markdown')).out).toContain('`10` → `25`')
  })

  it('explains what it cannot compare', async () => {
    await using tree = await fakeWorkTree(repository.files())
    expect((await diff(tree)).err).toContain('not in a Git repository')
    await tree.commit('ten percent')
    expect(await diff(tree, 'mian')).toMatchObject({ code: 2, out: '' })
    expect((await diff(tree, '--env', 'prod')).err).toContain('hint: did you mean production?')
    expect((await diff(tree, '--env', 'qa')).err).toContain('hint: environments: production, staging')
    await tree.write(FLAG, 'kind: Flag')
    expect(await diff(tree)).toMatchObject({ code: 1, out: '' })
    expect((await diff(tree)).err).toContain('error: the work tree would be refused')
    await tree.commit('broken')
    await tree.write(FLAG, flagAt(25))
    expect((await diff(tree)).err).toMatch(/error: HEAD \(\w{8}\) would be refused/)
  })
})
