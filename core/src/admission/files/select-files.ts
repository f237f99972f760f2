import picomatch from 'picomatch/posix.js'
import type { Issue } from '../../manifest/issue.ts'
import type { RepositoryManifest } from '../../manifest/kinds/repository.ts'
import { fileError } from './file-issue.ts'
import type { TreeEntry } from './file-tree.ts'
import { MAX_FILES, ROOT_DOCUMENT } from './file-tree.ts'

export interface FileSelection<E extends TreeEntry = TreeEntry> {
  /** Sorted by path; the root document is not among them. */
  readonly selected: readonly E[]
  /** What keeps files out: links, limits, and paths that are equal under case folding and NFC. */
  readonly issues: readonly Issue[]
}

const GLOB_OPTIONS = { noextglob: true, nonegate: true } as const
const NEVER_READ = /(?:^|\/)(?:\.|node_modules(?:\/|$))/
const DOCUMENT_FILE = /\.(?:yaml|yml|json)$/i

/**
 * Which files of a tree are documents: those with the extension yaml, yml or json that match `include` and not
 * `ignore`. Nothing in a dot-folder or in node_modules is, nor is a dot-file.
 */
export function selectFiles<E extends TreeEntry>(
  repository: Pick<RepositoryManifest, 'include' | 'ignore'>,
  tree: readonly E[],
): FileSelection<E> {
  const isIgnored = picomatch([...repository.ignore], { ...GLOB_OPTIONS, dot: true })
  const isIncluded = picomatch([...repository.include], GLOB_OPTIONS)
  const folders = repository.include
    .filter((glob) => glob.includes('/'))
    .map((glob) => picomatch.scan(glob, GLOB_OPTIONS).base)
  const readable = tree.filter(
    ({ path }) => path !== ROOT_DOCUMENT && !NEVER_READ.test(path) && !isIgnored(path),
  )
  const files = readable
    .filter(({ path, type }) => type === 'file' && DOCUMENT_FILE.test(path) && isIncluded(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  const links = readable.filter(
    ({ path, type }) => type !== 'file' && (isIncluded(path) || mayHold(path, folders)),
  )
  const issues = [...links.map(refuseLink), ...refuseEqualPaths(files)]
  if (files.length > MAX_FILES) return { selected: [], issues: [tooMany(files.length), ...issues] }
  return { selected: files, issues }
}

/** Whether a link is in, or stands for, a folder that a glob looks into: what is behind it would go missing unseen. */
function mayHold(path: string, folders: readonly string[]): boolean {
  return folders.some(
    (folder) => folder === '' || `${path}/`.startsWith(`${folder}/`) || folder.startsWith(`${path}/`),
  )
}

function refuseLink({ path, type }: TreeEntry): Issue {
  const what = type === 'symlink' ? 'a symbolic link' : 'a submodule'
  return fileError(
    path,
    type === 'symlink' ? 'symlink' : 'submodule',
    `${path} is ${what}, and what it leads to is not read`,
    `put the files themselves there, or list ${path} under spec.ignore in ${ROOT_DOCUMENT}`,
  )
}

function tooMany(count: number): Issue {
  return fileError(
    ROOT_DOCUMENT,
    'too-many-files',
    `${count} files are included; at most ${MAX_FILES} are read`,
    'several documents fit in a file, with a line --- between them; or narrow spec.include',
  )
}

/** Two names for one file on the machines of some of the authors. */
function refuseEqualPaths(files: readonly TreeEntry[]): readonly Issue[] {
  const first = new Map<string, string>()
  return files.flatMap(({ path }) => {
    const folded = foldPath(path)
    const other = first.get(folded)
    if (other === undefined) {
      first.set(folded, path)
      return []
    }
    const message = `${path} and ${other} differ only in case or in how accents are encoded: on some machines they are one file`
    return [fileError(path, 'paths-collide', message, 'rename or remove one of them')]
  })
}

const ASCII = /^[\0-\x7f]*$/

/** Upper case first, so that ß and SS are the same. */
function foldPath(path: string): string {
  if (ASCII.test(path)) return path.toLowerCase()
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}
