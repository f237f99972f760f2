import fs from 'node:fs'
import git from 'isomorphic-git'

/** New content by path; `null` removes the file. */
export type FileChanges = Readonly<Record<string, string | Uint8Array | null>>

/** A real bare Git repository on disk with one branch, `main`. */
export interface BareRepository {
  readonly gitdir: string
  /** Commits on top of the branch; gives the commit's full id. */
  commit(message: string, changes: FileChanges): Promise<string>
  /** Commits the tree that an earlier commit had. */
  restore(message: string, commit: string): Promise<string>
  /** The text of a file at the tip of the branch. */
  readText(path: string): Promise<string>
}

const BRANCH = 'refs/heads/main'
const AUTHOR = { name: 'Ada Example', email: 'ada@example.com' }

/** Creates a bare repository without a commit. */
export async function createBareRepository(gitdir: string): Promise<BareRepository> {
  await git.init({ fs, gitdir, bare: true, defaultBranch: 'main' })

  const tip = () => git.resolveRef({ fs, gitdir, ref: BRANCH }).catch(() => undefined)

  async function commitTree(message: string, tree: string): Promise<string> {
    const parent = await tip()
    return git.commit({
      fs,
      gitdir,
      ref: BRANCH,
      tree,
      parent: parent === undefined ? [] : [parent],
      message,
      author: AUTHOR,
    })
  }

  async function treeWith(base: string | undefined, changes: FileChanges): Promise<string> {
    const entries = base === undefined ? [] : (await git.readTree({ fs, gitdir, oid: base })).tree
    const byName = new Map(entries.map((entry) => [entry.path, entry]))
    for (const [name, group] of groupByFirstSegment(changes)) {
      if (group.content === null) byName.delete(name)
      else if (group.content !== undefined) {
        const blob = typeof group.content === 'string' ? Buffer.from(group.content) : group.content
        const oid = await git.writeBlob({ fs, gitdir, blob })
        byName.set(name, { mode: '100644', path: name, oid, type: 'blob' })
      } else {
        const oid = await treeWith(byName.get(name)?.oid, group.below)
        byName.set(name, { mode: '040000', path: name, oid, type: 'tree' })
      }
    }
    return git.writeTree({ fs, gitdir, tree: [...byName.values()] })
  }

  return {
    gitdir,
    async commit(message, changes) {
      return commitTree(message, await treeWith(await tip(), changes))
    },
    async restore(message, commit) {
      const { commit: earlier } = await git.readCommit({ fs, gitdir, oid: commit })
      return commitTree(message, earlier.tree)
    },
    async readText(path) {
      const { blob } = await git.readBlob({ fs, gitdir, oid: (await tip()) ?? '', filepath: path })
      return new TextDecoder().decode(blob)
    },
  }
}

interface ChangeGroup {
  content?: string | Uint8Array | null
  below: Record<string, string | Uint8Array | null>
}

function groupByFirstSegment(changes: FileChanges): Map<string, ChangeGroup> {
  const groups = new Map<string, ChangeGroup>()
  for (const [path, content] of Object.entries(changes)) {
    const [name = path, ...rest] = path.split('/')
    const group = groups.get(name) ?? { below: {} }
    if (rest.length === 0) group.content = content
    else group.below[rest.join('/')] = content
    groups.set(name, group)
  }
  return groups
}
