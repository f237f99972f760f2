import type { Issue } from '../manifest/issue.ts'
import type { ParsedFile } from '../manifest/parse-manifest.ts'
import { parseManifestFile } from '../manifest/parse-manifest.ts'
import { encodeUtf8 } from '../utf8.ts'
import { fileError } from './file-issue.ts'
import type { FileTree, TreeEntry } from './file-tree.ts'

const CONCURRENT_READS = 16

/** How every pointer of Git LFS starts (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). */
const LFS_POINTER = encodeUtf8('version https://git-lfs.github.com/spec/')

/** Reads and parses files, a few at a time; in the order of `entries`. Throws what the tree throws. */
export async function readFiles<E extends TreeEntry>(
  tree: FileTree<E>,
  entries: readonly E[],
): Promise<readonly ParsedFile[]> {
  const files: ParsedFile[] = []
  const waiting = entries.entries()
  const readWaiting = async (): Promise<void> => {
    for (const [index, entry] of waiting) files[index] = await readFile(tree, entry)
  }
  await Promise.all(Array.from({ length: CONCURRENT_READS }, readWaiting))
  return files
}

export async function readFile<E extends TreeEntry>(tree: FileTree<E>, entry: E): Promise<ParsedFile> {
  const file = { path: entry.path, bytes: await tree.read(entry) }
  const isPointer = LFS_POINTER.every((byte, index) => file.bytes[index] === byte)
  if (isPointer) return unreadFile(lfsPointer(entry.path))
  return tree.parse ? tree.parse(entry, file) : parseManifestFile(file)
}

/** A file whose documents are not known, and why. */
export function unreadFile(issue: Issue): ParsedFile {
  return { path: issue.file, documents: [], broken: [{}], issues: [issue] }
}

function lfsPointer(path: string): Issue {
  const message = `${path} is kept in Git LFS: the commit holds a pointer, not the document`
  const hint = `take it out of LFS: run git lfs untrack ${path} and git add --renormalize ${path}`
  return fileError(path, 'lfs-pointer', message, hint)
}
