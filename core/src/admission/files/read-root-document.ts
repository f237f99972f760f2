import type { Issue } from '../../manifest/issue.ts'
import type { ParsedFile } from '../../manifest/parse-manifest.ts'
import type { RepositoryManifest } from '../../manifest/kinds/repository.ts'
import { refuseLarge, sizeOf } from './bound-files.ts'
import { fileError } from './file-issue.ts'
import type { FileTree, TreeEntry } from './file-tree.ts'
import { ROOT_DOCUMENT } from './file-tree.ts'
import { readFile } from './read-files.ts'

export type RootReading =
  | { readonly file: ParsedFile; readonly repository: RepositoryManifest }
  | { readonly issues: readonly Issue[] }

/** Reads `evenkeel.yaml`; gives issues where it does not say which files are documents. */
export async function readRootDocument<E extends TreeEntry>(
  tree: FileTree<E>,
  entries: readonly E[],
): Promise<RootReading> {
  const entry = entries.find(({ path }) => path === ROOT_DOCUMENT)
  if (entry === undefined) return { issues: [missing(entries)] }
  if (entry.type !== 'file') return { issues: [notAFile(entry.type)] }
  const tooLarge = refuseLarge(entry, await sizeOf(tree, entry))
  if (tooLarge.length > 0) return { issues: tooLarge }
  const file = await readFile(tree, entry)
  for (const { manifest } of file.documents) {
    if (manifest.kind === 'Repository') return { file, repository: manifest }
  }
  const isExplained = file.issues.some(({ severity }) => severity === 'error')
  return { issues: isExplained ? file.issues : [...file.issues, withoutRepository()] }
}

function missing(entries: readonly TreeEntry[]): Issue {
  return fileError(
    ROOT_DOCUMENT,
    'no-repository',
    `there is no ${ROOT_DOCUMENT}, so it is not known which files to read`,
    hintFor(entries.map(({ path }) => path)),
  )
}

function hintFor(paths: readonly string[]): string {
  const misnamed = paths.find((path) => /^evenkeel\.(?:ya?ml|json)$/i.test(path))
  if (misnamed !== undefined) return `rename ${misnamed} to ${ROOT_DOCUMENT}`
  const nested = paths.find((path) => path.endsWith(`/${ROOT_DOCUMENT}`))
  if (nested === undefined)
    return 'add it beside the folders flags/ and environments/, as `evenkeel init` writes it'
  return `there is a ${nested}: start with --path ${nested.slice(0, -ROOT_DOCUMENT.length - 1)}`
}

function notAFile(type: 'symlink' | 'submodule'): Issue {
  return fileError(
    ROOT_DOCUMENT,
    type,
    `${ROOT_DOCUMENT} is a ${type}, and what it leads to is not read`,
    'commit the document itself',
  )
}

function withoutRepository(): Issue {
  return fileError(
    ROOT_DOCUMENT,
    'no-repository',
    `${ROOT_DOCUMENT} has no document of kind Repository`,
    'write apiVersion: evenkeel/v1 and kind: Repository, with a metadata.name and a spec',
  )
}
