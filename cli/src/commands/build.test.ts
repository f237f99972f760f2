import { mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FrameHeader, Snapshot } from '@evenkeel/core/snapshot'
import { parseSnapshot, readFrameHeader, readFramePayload } from '@evenkeel/core/snapshot'
import { aConfigRepository, eventually, fakeClock, nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import type { FakeWorkTree } from '../fake-work-tree.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'

const FLAG = 'flags/checkout-redesign.yaml'
const NOW = Date.parse('2026-11-21T12:00:00Z')
const BUILD = ['build', '--env', 'production', '--out', 'out/snapshot.evk']

const flagTextOf = () =>
  new TextDecoder().decode(
    aConfigRepository()
      .files()
      .find(({ path }) => path === FLAG)!.bytes,
  )

async function readBuilt(
  tree: FakeWorkTree,
): Promise<{ header: FrameHeader; snapshot: Snapshot; bytes: number }> {
  const frame = await readFile(join(tree.path, 'out/snapshot.evk'))
  const payload = readFramePayload(frame, { ...nodePlatform, verifiers: [] })
  return { header: readFrameHeader(frame), snapshot: parseSnapshot(payload), bytes: frame.length }
}

describe('build', () => {
  it('writes a frame that the SDK reads', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path, clock: fakeClock(NOW) })
    expect(await run(BUILD, host)).toBe(0)
    expect(host.out()).toMatch(
      /^✓ wrote out\/snapshot.evk: production at uncommitted, 1 flag, 0 configs, 0\.\d of 64 KiB\n$/,
    )

    const { header, snapshot, bytes } = await readBuilt(tree)
    expect(bytes).toBe(64 * 1024)
    expect(header).toMatchObject({ environment: 'production', epoch: 0, sequence: NOW })
    expect(snapshot.flags.get('checkout-redesign')).toMatchObject({ type: 'boolean', state: 'ENABLED' })
    expect(await readdir(join(tree.path, 'out'))).toEqual(['snapshot.evk'])
  })

  it('names the commit it is of, as long as it would serve the same', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const commit = await tree.commit('start')
    const built = async () => {
      await run(BUILD, fakeHost({ cwd: tree.path, clock: fakeClock(NOW) }))
      return (await readBuilt(tree)).snapshot.revision.commit
    }
    expect(await built()).toBe(commit)
    await tree.write('README.md', 'changes nothing')
    await tree.write(FLAG, `# a comment\n${flagTextOf()}`)
    expect(await built()).toBe(commit)
    await tree.write(FLAG, flagTextOf().replace('example.com', 'example.org'))
    expect(await built()).toBe(`${commit}-dirty`)
  })

  it('shortens the commit for people', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const commit = await tree.commit('start')
    const host = fakeHost({ cwd: tree.path })
    await run(BUILD, host)
    expect(host.out()).toContain(`production at ${commit.slice(0, 8)}, `)
  })

  it('is dirty when HEAD could not be served', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile(FLAG, 'kind: Flag').files())
    const commit = await tree.commit('broken')
    await tree.write(FLAG, flagTextOf())
    await run(BUILD, fakeHost({ cwd: tree.path }))
    expect((await readBuilt(tree)).snapshot.revision.commit).toBe(`${commit}-dirty`)
  })

  it('grows its sequence with time, so that who holds an earlier build takes this one', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    await run(BUILD, fakeHost({ cwd: tree.path, clock: fakeClock(NOW) }))
    const first = await readBuilt(tree)
    await run(BUILD, fakeHost({ cwd: tree.path, clock: fakeClock(NOW + 1) }))
    const second = await readBuilt(tree)
    expect(second.header.sequence).toBeGreaterThan(first.header.sequence)
    expect(second.snapshot.contentHash).toBe(first.snapshot.contentHash)
  })

  it('leaves the file alone when the tree is broken', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    await run(BUILD, fakeHost({ cwd: tree.path }))
    const before = await readBuilt(tree)
    await tree.write(FLAG, 'kind: Flag')
    const host = fakeHost({ cwd: tree.path, clock: fakeClock(NOW) })
    expect(await run(BUILD, host)).toBe(1)
    expect(host.err()).toContain('the work tree would be refused')
    expect(await readBuilt(tree)).toEqual(before)
  })

  it('refuses an environment that is not there, and a file it cannot write', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const unknown = fakeHost({ cwd: tree.path })
    expect(await run(['build', '--env', 'prodution', '--out', 'x'], unknown)).toBe(2)
    expect(unknown.err()).toContain('did you mean production?')

    await mkdir(join(tree.path, 'folder'))
    const unwritable = fakeHost({ cwd: tree.path })
    expect(await run(['build', '--env', 'production', '--out', 'folder'], unwritable)).toBe(70)
    expect(unwritable.err()).toMatch(/^error: .*folder.*: it is a folder\n$/)
  })
})

describe('build --watch', () => {
  /** A watch over `tree` whose looks happen when the test says. */
  function aWatch(tree: FakeWorkTree) {
    const clock = fakeClock(NOW)
    const host = fakeHost({ cwd: tree.path, clock })
    const ended = run([...BUILD, '--watch'], host)
    const looked = () => eventually('a look', () => clock.pending() === 1)
    return {
      host,
      ended,
      looked,
      look: async () => {
        await looked()
        await clock.advance(200)
        await looked()
      },
      builds: () => host.out().split('wrote').length - 1,
    }
  }

  it('builds at once, and again when a change has settled', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const { host, ended, look, looked, builds } = aWatch(tree)
    await looked()
    expect(builds()).toBe(1)
    const first = await readBuilt(tree)

    await tree.write(FLAG, flagTextOf().replace('example.com', 'example.org'))
    await look()
    expect(builds()).toBe(1)
    await look()
    expect(builds()).toBe(2)
    const second = await readBuilt(tree)
    expect(second.header.sequence).toBeGreaterThan(first.header.sequence)
    expect(second.snapshot.contentHash).not.toBe(first.snapshot.contentHash)

    host.interrupt()
    expect(await ended).toBe(0)
  })

  it('never builds a file that is just being written, though an empty one would be valid', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const { look, looked, builds } = aWatch(tree)
    await looked()
    await tree.write(FLAG, '')
    await look()
    await tree.write(FLAG, flagTextOf().replace('example.com', 'example.org'))
    await look()
    await look()
    expect(builds()).toBe(2)
    expect((await readBuilt(tree)).snapshot.flags.size).toBe(1)
  })

  it('keeps the last good file while something is broken', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const { host, look, looked, builds } = aWatch(tree)
    await looked()
    const before = await readBuilt(tree)
    await tree.write(FLAG, 'kind: Flag')
    await look()
    await look()
    expect(host.err()).toMatch(/would be refused: [^\n]*\nThe last good file stays.\n$/)
    expect(builds()).toBe(1)
    expect(await readBuilt(tree)).toEqual(before)
  })

  it('writes nothing for a change that no service would notice', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const { host, look, looked, builds } = aWatch(tree)
    await looked()
    const before = await readBuilt(tree)
    await tree.write('README.md', 'changes nothing')
    await look()
    await look()
    expect(host.out()).toContain('out/snapshot.evk is up to date\n')
    expect(builds()).toBe(1)
    expect(await readBuilt(tree)).toEqual(before)
  })

  it('ends for what no change can put right', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['build', '--env', 'nowhere', '--out', 'x', '--watch'], host)).toBe(2)
  })
})
