import fs from 'node:fs'
import { join } from 'node:path'
import { createBareRepository, temporaryDirectory } from '@evenkeel/test/support'
import git from 'isomorphic-git'
import type { Link, RepositoryFixture } from './repository-contract.ts'

const AUTHOR = { name: 'Ada Example', email: 'ada@example.com' }
const MODES = { symlink: '120000', submodule: '160000' } as const

export interface DiskRepository extends Omit<RepositoryFixture, 'open'> {
  readonly gitdir: string
  /** A folder beside the repository, removed with it. */
  readonly scratch: string
}

/** A real bare repository in a folder of its own, with the means that the repository contract needs. */
export async function createDiskRepository(): Promise<DiskRepository> {
  const directory = await temporaryDirectory()
  const gitdir = join(directory.path, 'shop.git')
  const bare = await createBareRepository(gitdir)
  const ref = 'refs/heads/main'

  async function commitOn(
    parents: readonly string[],
    message: string,
    changes: Readonly<Record<string, string>>,
  ): Promise<string> {
    const [first] = parents
    if (first === undefined) await git.deleteRef({ fs, gitdir, ref })
    else await git.writeRef({ fs, gitdir, ref, value: first, force: true })
    const { commit } = await git.readCommit({ fs, gitdir, oid: await bare.commit(message, changes) })
    return git.commit({ fs, gitdir, ref, tree: commit.tree, parent: [...parents], message, author: AUTHOR })
  }

  async function commitLink(message: string, name: string, link: Link): Promise<string> {
    const parent = await git.resolveRef({ fs, gitdir, ref })
    const { tree } = await git.readTree({ fs, gitdir, oid: parent })
    const oid =
      link.type === 'submodule'
        ? link.target
        : await git.writeBlob({ fs, gitdir, blob: Buffer.from(link.target) })
    const entry = {
      mode: MODES[link.type],
      path: name,
      oid,
      type: link.type === 'submodule' ? ('commit' as const) : ('blob' as const),
    }
    const root = await git.writeTree({ fs, gitdir, tree: [...tree, entry] })
    return git.commit({ fs, gitdir, ref, tree: root, parent: [parent], message, author: AUTHOR })
  }

  return {
    gitdir,
    scratch: join(directory.path, 'scratch'),
    commit: (message, changes) => bare.commit(message, changes),
    commitOn,
    commitLink,
    resetTo: (commit) => git.writeRef({ fs, gitdir, ref, value: commit, force: true }),
    async deleteBranch() {
      const value = await git.resolveRef({ fs, gitdir, ref })
      await git.writeRef({ fs, gitdir, ref: 'refs/heads/other', value, force: true })
      await git.deleteRef({ fs, gitdir, ref })
    },
    close: async () => directory[Symbol.asyncDispose](),
  }
}
