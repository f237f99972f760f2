import type { Issue } from '../../manifest/issue.ts'
import { MAX_COMMIT_ISSUES } from '../../manifest/issue.ts'
import type { ParsedFile } from '../../manifest/parse-manifest.ts'
import { parseManifestFile } from '../../manifest/parse-manifest.ts'
import { encodeUtf8 } from '../../utf8.ts'
import { fileError } from './file-issue.ts'
import type { FileTree, TreeEntry } from './file-tree.ts'
import { readAhead } from './read-ahead.ts'

/** How every pointer of Git LFS starts (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). */
const LFS_POINTER = encodeUtf8('version https://git-lfs.github.com/spec/')

/**
 * Parses files in the order of `entries`, and reads a few ahead. Where more issues are held than are ever listed of a
 * commit, one of each further file is held. Throws what the tree throws.
 */
export async function readFiles<E extends TreeEntry>(
  tree: FileTree<E>,
  entries: readonly E[],
): Promise<readonly ParsedFile[]> {
  const known = entries.map((entry) => tree.findParsed?.(entry))
  const unknown = entries.filter((_, index) => known[index] === undefined)
  const contents = readAhead(unknown, async (entry) => tree.findParsed?.(entry) ?? tree.read(entry))
  const files: ParsedFile[] = []
  let issues = 0
  for (const [index, entry] of entries.entries()) {
    const file = known[index] ?? parseContent(tree, entry, (await contents.next()).value as Content)
    files.push(issues > MAX_COMMIT_ISSUES ? withOneIssue(file) : file)
    issues += file.issues.length
  }
  return files
}

export async function readFile<E extends TreeEntry>(tree: FileTree<E>, entry: E): Promise<ParsedFile> {
  return parseContent(tree, entry, tree.findParsed?.(entry) ?? (await tree.read(entry)))
}

type Content = Uint8Array | ParsedFile

function parseContent<E extends TreeEntry>(tree: FileTree<E>, entry: E, content: Content): ParsedFile {
  if ('documents' in content) return content
  const isPointer = LFS_POINTER.every((byte, index) => content[index] === byte)
  if (isPointer) return unreadFile(lfsPointer(entry.path))
  const file = { path: entry.path, bytes: content }
  return tree.parse ? tree.parse(entry, file) : parseManifestFile(file)
}

/** A file whose documents are not known, and why. */
export function unreadFile(issue: Issue): ParsedFile {
  return { path: issue.file, documents: [], broken: [{}], issues: [issue] }
}

/** The issue that counts most: an error, where there is one. */
function withOneIssue(file: ParsedFile): ParsedFile {
  if (file.issues.length <= 1) return file
  const issue = file.issues.find(({ severity }) => severity === 'error') ?? file.issues[0]
  return { ...file, issues: issue ? [issue] : [] }
}

function lfsPointer(path: string): Issue {
  const message = `${path} is kept in Git LFS: the commit holds a pointer, not the document`
  const hint = `take it out of LFS: run git lfs untrack ${path} and git add --renormalize ${path}`
  return fileError(path, 'lfs-pointer', message, hint)
}
