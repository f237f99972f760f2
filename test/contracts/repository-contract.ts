import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RepositoryErrorCode } from '../../server/src/errors.ts'
import { RepositoryError } from '../../server/src/errors.ts'
import type { ObjectId, Repository } from '../../server/src/git/repository.ts'

export interface Link {
  readonly type: 'symlink' | 'submodule'
  readonly target: string
}

interface OpenOptions {
  readonly branch?: string
  readonly path?: string
  /** How many commits of a history are brought within reach or looked at. */
  readonly maxHistory?: number
}

/** Whatever stands behind a Repository, and the means to change it. */
export interface RepositoryFixture {
  /** Commits on top of the branch `main`. */
  commit(message: string, changes: Readonly<Record<string, string | Uint8Array | null>>): Promise<ObjectId>
  /** Commits over the files of the first of `parents`, and moves `main` there. Without parents, it is a root. */
  commitOn(
    parents: readonly ObjectId[],
    message: string,
    changes: Readonly<Record<string, string>>,
  ): Promise<ObjectId>
  /** Commits a link at the root of the tree. */
  commitLink(message: string, name: string, link: Link): Promise<ObjectId>
  /** Moves `main` to a commit, as a forced push does. */
  resetTo(commit: ObjectId): Promise<void>
  /** Removes `main`; another branch stays. */
  deleteBranch(): Promise<void>
  /** Opens the branch `main` and the whole tree, or what is said. */
  open(options?: OpenOptions): Repository
  close(): Promise<void>
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
/** A commit that does not exist, for a submodule. */
const ELSEWHERE = '1234567890123456789012345678901234567890'

export function itIsARepository(name: string, createFixture: () => Promise<RepositoryFixture>): void {
  describe(`${name} is a Repository`, () => {
    let fixture: RepositoryFixture
    beforeEach(async () => {
      fixture = await createFixture()
    })
    afterEach(() => fixture.close())

    const refusal = async (asked: Promise<unknown>): Promise<RepositoryErrorCode | undefined> => {
      const error = await asked.then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      if (!(error instanceof RepositoryError)) throw new Error(`not a RepositoryError: ${String(error)}`)
      expect(error.message).not.toBe('')
      expect(error.hint).not.toBe('')
      return error.code
    }

    const readText = async (repository: Repository, path: string): Promise<string> => {
      const { id } = await repository.fetchHead()
      const entry = (await repository.listFiles(id)).find((held) => held.path === path)
      return text(await repository.readBlob(entry!.oid, 1000))
    }

    it('gives the newest commit of the branch', async () => {
      await fixture.commit('First', { 'a.yaml': 'one' })
      const second = await fixture.commit('Ramp checkout to 25 %\n\nAgreed with Grace.', { 'a.yaml': 'two' })
      expect(await fixture.open().fetchHead()).toEqual({
        id: second,
        subject: 'Ramp checkout to 25 %',
        author: 'Ada Example <ada@example.com>',
        committedAt: expect.any(Number) as number,
      })
    })

    it('sees a commit that came after it was opened', async () => {
      await fixture.commit('First', { 'flags/a.yaml': 'one', 'flags/b.yaml': 'same' })
      const repository = fixture.open()
      expect(await readText(repository, 'flags/a.yaml')).toBe('one')
      await fixture.commit('Second', { 'flags/a.yaml': 'two' })
      expect(await readText(repository, 'flags/a.yaml')).toBe('two')
      expect(await readText(repository, 'flags/b.yaml')).toBe('same')
    })

    it('gives the same commit again while nothing was pushed', async () => {
      await fixture.commit('First', { 'a.yaml': 'one' })
      const repository = fixture.open()
      expect(await repository.fetchHead()).toEqual(await repository.fetchHead())
    })

    it('follows a forced push back to an older commit', async () => {
      const first = await fixture.commit('First', { 'a.yaml': 'one' })
      await fixture.commit('Second', { 'a.yaml': 'two' })
      const repository = fixture.open()
      await repository.fetchHead()
      await fixture.resetTo(first)
      expect((await repository.fetchHead()).id).toBe(first)
      expect(await readText(repository, 'a.yaml')).toBe('one')
    })

    it('lists every file recursively, in order, with its object id', async () => {
      const commit = await fixture.commit('First', {
        'evenkeel.yaml': 'root',
        'flags/deep/er/a.yaml': 'a',
        'flags/b.yaml': 'b',
      })
      const repository = fixture.open()
      await repository.fetchHead()
      expect(await repository.listFiles(commit)).toEqual([
        { path: 'evenkeel.yaml', type: 'file', oid: '93ca1422a8da0a9effc465eccbcb17e23015542d' },
        { path: 'flags/b.yaml', type: 'file', oid: '63d8dbd40c23542e740659a7168a0ce3138ea748' },
        { path: 'flags/deep/er/a.yaml', type: 'file', oid: '2e65efe2a145dda7ee51d1741299f848e5bf752e' },
      ])
    })

    it('no longer lists a file that was removed', async () => {
      await fixture.commit('First', { 'flags/a.yaml': 'a', 'flags/b.yaml': 'b' })
      const commit = await fixture.commit('Second', { 'flags/a.yaml': null })
      const repository = fixture.open()
      await repository.fetchHead()
      expect((await repository.listFiles(commit)).map(({ path }) => path)).toEqual(['flags/b.yaml'])
    })

    it('says which entries are symlinks and submodules', async () => {
      await fixture.commit('First', { 'a.yaml': 'a' })
      await fixture.commitLink('Link', 'link.yaml', { type: 'symlink', target: 'a.yaml' })
      const commit = await fixture.commitLink('Nest', 'nested', { type: 'submodule', target: ELSEWHERE })
      const repository = fixture.open()
      await repository.fetchHead()
      expect((await repository.listFiles(commit)).map(({ path, type }) => [path, type])).toEqual([
        ['a.yaml', 'file'],
        ['link.yaml', 'symlink'],
        ['nested', 'submodule'],
      ])
    })

    it('lists what is below the configured path, relative to it', async () => {
      const commit = await fixture.commit('First', { 'src/x.ts': 'x', 'ops/flags/a.yaml': 'a' })
      const repository = fixture.open({ path: 'ops/flags' })
      await repository.fetchHead()
      expect((await repository.listFiles(commit)).map(({ path }) => path)).toEqual(['a.yaml'])
    })

    it('refuses a path that the commit does not have, or that is a file', async () => {
      const commit = await fixture.commit('First', { 'ops/flags': 'a file' })
      for (const path of ['infra', 'ops/flags']) {
        const repository = fixture.open({ path })
        await repository.fetchHead()
        expect(await refusal(repository.listFiles(commit))).toBe('path-not-found')
      }
    })

    it('reads a blob that is exactly as large as allowed, and none beyond', async () => {
      const bytes = new Uint8Array(3000).map((_, index) => index % 251)
      const commit = await fixture.commit('First', { 'big.bin': bytes })
      const repository = fixture.open()
      await repository.fetchHead()
      const [entry] = await repository.listFiles(commit)
      expect(Buffer.from(await repository.readBlob(entry!.oid, 3000)).equals(bytes)).toBe(true)
      expect(await refusal(repository.readBlob(entry!.oid, 2999))).toBe('too-large')
    })

    it('reads an empty file', async () => {
      await fixture.commit('First', { 'empty.yaml': '' })
      expect(await readText(fixture.open(), 'empty.yaml')).toBe('')
    })

    it('says how large a file is, and that a folder is none', async () => {
      const commit = await fixture.commit('First', { 'a.yaml': 'x'.repeat(1234) })
      const repository = fixture.open()
      await repository.fetchHead()
      const [entry] = await repository.listFiles(commit)
      expect(await repository.readBlobSize(entry!.oid)).toBe(1234)
      expect(await refusal(repository.readBlobSize(commit))).toBe('repository-corrupt')
      expect(await refusal(repository.readBlobSize(ELSEWHERE))).toBe('repository-corrupt')
    })

    it('reads every version of a file that changed a little each time', async () => {
      const repository = fixture.open()
      const lines = Array.from({ length: 200 }, (_, index) => `line ${index} of a file that goes on and on`)
      for (let version = 0; version < 5; version++) {
        lines[version * 30] = `changed in version ${version}`
        await fixture.commit(`Version ${version}`, { 'a.yaml': lines.join('\n') })
        const { id } = await repository.fetchHead()
        const [entry] = await repository.listFiles(id)
        expect(text(await repository.readBlob(entry!.oid, 100_000))).toBe(lines.join('\n'))
        expect(await repository.readBlobSize(entry!.oid)).toBe(lines.join('\n').length)
      }
    })

    it('says so of an object that is not there', async () => {
      await fixture.commit('First', { 'a.yaml': 'a' })
      const repository = fixture.open()
      await repository.fetchHead()
      expect(await refusal(repository.readBlob(ELSEWHERE, 1000))).toBe('repository-corrupt')
    })

    it('says that a repository without commits is empty', async () => {
      expect(await refusal(fixture.open().fetchHead())).toBe('repository-empty')
    })

    it('says that the configured branch does not exist', async () => {
      await fixture.commit('First', { 'a.yaml': 'a' })
      expect(await refusal(fixture.open({ branch: 'trunk' }).fetchHead())).toBe('branch-not-found')
    })

    it('says so when the branch vanishes, and goes on when it is back', async () => {
      const first = await fixture.commit('First', { 'a.yaml': 'a' })
      const repository = fixture.open()
      await repository.fetchHead()
      await fixture.deleteBranch()
      expect(await refusal(repository.fetchHead())).toBe('branch-not-found')
      await fixture.resetTo(first)
      expect((await repository.fetchHead()).id).toBe(first)
    })

    it('can be opened again over what was there', async () => {
      const first = await fixture.commit('First', { 'a.yaml': 'a' })
      const before = fixture.open()
      await before.fetchHead()
      await before.close()
      const after = fixture.open()
      expect((await after.fetchHead()).id).toBe(first)
      expect(await readText(after, 'a.yaml')).toBe('a')
    })

    describe('saying how the tip stands to a commit that was there before', () => {
      const commit = (name: string) => fixture.commit(name, { [`${name}.yaml`]: name })
      const commitAndFetch = async (repository: Repository, name: string): Promise<ObjectId> => {
        await commit(name)
        return (await repository.fetchHead()).id
      }
      const commitSeveral = async (count: number): Promise<ObjectId> => {
        let last = ''
        for (let index = 0; index < count; index++) last = await commit(`commit-${index}`)
        return last
      }

      it('is the same', async () => {
        const repository = fixture.open()
        const tip = await commitAndFetch(repository, 'first')
        expect(await repository.relate(tip, tip)).toBe('same')
      })

      it('is a descendant, one commit later and many', async () => {
        const repository = fixture.open()
        const first = await commitAndFetch(repository, 'first')
        const second = await commitAndFetch(repository, 'second')
        expect(await repository.relate(second, first)).toBe('descendant')
        await commitSeveral(4)
        const { id } = await repository.fetchHead()
        expect(await repository.relate(id, second)).toBe('descendant')
        expect(await repository.relate(id, first)).toBe('descendant')
      })

      it('is a descendant of a commit that never was within reach', async () => {
        const first = await commit('first')
        await commitSeveral(4)
        const repository = fixture.open()
        const { id } = await repository.fetchHead()
        expect(await repository.relate(id, first)).toBe('descendant')
        expect(await repository.listFiles(id)).toHaveLength(5)
      })

      it('is a descendant through either side of a merge', async () => {
        const base = await commit('base')
        const left = await fixture.commitOn([base], 'Left', { 'left.yaml': 'left' })
        const right = await fixture.commitOn([base], 'Right', { 'right.yaml': 'right' })
        await fixture.commitOn([left, right], 'Merge', { 'right.yaml': 'right' })
        await commit('after')
        const repository = fixture.open()
        const { id } = await repository.fetchHead()
        expect(await repository.relate(id, right)).toBe('descendant')
        expect(await repository.relate(id, left)).toBe('descendant')
      })

      it('is an ancestor when the branch went back', async () => {
        const repository = fixture.open()
        const first = await commitAndFetch(repository, 'first')
        await commitAndFetch(repository, 'second')
        const third = await commitAndFetch(repository, 'third')
        await fixture.resetTo(first)
        expect((await repository.fetchHead()).id).toBe(first)
        expect(await repository.relate(first, third)).toBe('ancestor')
      })

      it('is unrelated when the last commit was rewritten', async () => {
        const repository = fixture.open()
        const first = await commitAndFetch(repository, 'first')
        const second = await commitAndFetch(repository, 'second')
        await fixture.commitOn([first], 'Rewritten', { 'second.yaml': 'rewritten' })
        const { id } = await repository.fetchHead()
        expect(await repository.relate(id, second)).toBe('unrelated')
      })

      it('is unrelated when it has a root of its own', async () => {
        const repository = fixture.open()
        const first = await commitAndFetch(repository, 'first')
        await fixture.commitOn([], 'Begin afresh', { 'a.yaml': 'a' })
        await commitSeveral(3)
        const { id } = await repository.fetchHead()
        expect(await repository.relate(id, first)).toBe('unrelated')
        expect(await repository.relate(id, ELSEWHERE)).toBe('unrelated')
      })

      it('is unknown when it takes more history than is looked at', async () => {
        const first = await commit('first')
        await commitSeveral(8)
        const repository = fixture.open({ maxHistory: 4 })
        const { id } = await repository.fetchHead()
        expect(await repository.relate(id, first)).toBe('unknown')
      })
    })
  })
}
