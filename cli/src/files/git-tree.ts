import fs from 'node:fs'
import type { FileTree, TreeEntry } from '@evenkeel/core/admission'
import git from 'isomorphic-git'
import type { GitRepository } from './git-repository.ts'

interface GitEntry extends TreeEntry {
  readonly oid: string
}

/** The files that a commit has below the configuration's folder, read from Git's object store. */
export function gitTree(repository: GitRepository, commit: string): FileTree<GitEntry> {
  const { gitdir, prefix, cache } = repository

  async function listFolder(oid: string, folder: string): Promise<GitEntry[]> {
    const { tree } = await git.readTree({ fs, gitdir, cache, oid })
    const found: GitEntry[] = []
    for (const entry of tree) {
      const path = folder === '' ? entry.path : `${folder}/${entry.path}`
      if (entry.type === 'commit') found.push({ path, type: 'submodule', oid: entry.oid })
      else if (entry.type === 'blob') found.push({ path, type: typeOfMode(entry.mode), oid: entry.oid })
      else if (!entry.path.startsWith('.') && entry.path !== 'node_modules') {
        for (const inside of await listFolder(entry.oid, path)) found.push(inside)
      }
    }
    return found
  }

  return {
    async list() {
      const root = await findFolder(repository, commit, prefix)
      return root === undefined ? [] : listFolder(root, '')
    },
    async read(entry) {
      const { blob } = await git.readBlob({ fs, gitdir, cache, oid: entry.oid })
      return blob
    },
  }
}

const typeOfMode = (mode: string): TreeEntry['type'] => (mode === '120000' ? 'symlink' : 'file')

async function findFolder(
  { gitdir, cache }: GitRepository,
  commit: string,
  folder: string,
): Promise<string | undefined> {
  let { oid, tree } = await git.readTree({ fs, gitdir, cache, oid: commit })
  for (const name of folder === '' ? [] : folder.split('/')) {
    const child = tree.find(({ path, type }) => path === name && type === 'tree')
    if (child === undefined) return undefined
    ;({ oid, tree } = await git.readTree({ fs, gitdir, cache, oid: child.oid }))
  }
  return oid
}
