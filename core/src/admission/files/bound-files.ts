import type { Issue } from '../../manifest/issue.ts'
import { MAX_FILE_BYTES } from '../../manifest/source-file.ts'
import { fileError } from './file-issue.ts'
import type { FileTree, TreeEntry } from './file-tree.ts'
import { MAX_INCLUDED_BYTES, ROOT_DOCUMENT } from './file-tree.ts'
import { readAhead } from './read-ahead.ts'
import type { FileSelection } from './select-files.ts'

const LARGEST_SHOWN = 5

interface Sized<E> {
  readonly entry: E
  readonly bytes: number
}

/** Leaves out, before any is read, files that are too large; and all of them where they are too much together. */
export async function boundFiles<E extends TreeEntry>(
  tree: FileTree<E>,
  entries: readonly E[],
): Promise<FileSelection<E>> {
  const sized: Sized<E>[] = []
  const measure = async (entry: E) => ({ entry, bytes: await sizeOf(tree, entry) })
  for await (const measured of readAhead(entries, measure)) sized.push(measured)
  const issues = sized.flatMap(({ entry, bytes }) => refuseLarge(entry, bytes))
  const readable = sized.filter(({ bytes }) => bytes <= MAX_FILE_BYTES)
  const total = readable.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total > MAX_INCLUDED_BYTES) return { selected: [], issues: [tooMuch(total, readable), ...issues] }
  return { selected: readable.map(({ entry }) => entry), issues }
}

/** 0 where it is not known before reading. */
export async function sizeOf<E extends TreeEntry>(tree: FileTree<E>, entry: E): Promise<number> {
  return entry.bytes ?? (await tree.size?.(entry)) ?? 0
}

/** The issue of a file that is larger than a file may be. */
export function refuseLarge({ path }: TreeEntry, bytes: number): readonly Issue[] {
  if (bytes <= MAX_FILE_BYTES) return []
  const message = `${path} has ${bytes} bytes, and a file may have ${MAX_FILE_BYTES}`
  const hint =
    'split it into several files; a long list of keys belongs in an attribute that the service sets'
  return [fileError(path, 'file-too-large', message, hint)]
}

function tooMuch(total: number, files: readonly Sized<TreeEntry>[]): Issue {
  const largest = files
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, LARGEST_SHOWN)
    .map(({ entry, bytes }) => `${entry.path} (${mebibytes(bytes)})`)
    .join(', ')
  return fileError(
    ROOT_DOCUMENT,
    'repository-too-large',
    `the ${files.length} files that are included have ${mebibytes(total)} together, and at most ${mebibytes(MAX_INCLUDED_BYTES)} are read; the largest are ${largest}`,
    'remove what is no document from the folders that are read, or narrow spec.include; a long list of keys belongs in an attribute that the service sets',
  )
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
