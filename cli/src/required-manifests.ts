import type { FileTree, TreeEntry } from '@evenkeel/core/admission'
import type { CheckedManifests } from '@evenkeel/core/manifest'
import { findNearestName } from '@evenkeel/core/nearest-name'
import { readAdmittedTree } from './admitted-tree.ts'
import { RefusedTreeError, UsageError } from './errors.ts'

export interface RequiredTree<E extends TreeEntry> {
  readonly tree: FileTree<E>
  /** How the tree is called in a message: `the work tree`, `HEAD~1`. */
  readonly name: string
  readonly displayPath: (file: string) => string
}

/** The manifests of a tree that could be served. Throws RefusedTreeError with the issues of one that could not. */
export async function requireManifests<E extends TreeEntry>(
  required: RequiredTree<E>,
): Promise<CheckedManifests> {
  const { manifests, issues, sources } = await readAdmittedTree(required.tree)
  if (manifests !== undefined) return manifests
  throw new RefusedTreeError(`${required.name} would be refused: put these issues right first`, {
    issues: issues.filter(({ severity }) => severity === 'error'),
    sources,
    displayPath: required.displayPath,
  })
}

export function requireEnvironment({ environments }: CheckedManifests, environment: string): void {
  if (!environments.has(environment)) throw unknownName('environment', environment, [...environments.keys()])
}

export function requireFlag({ flags }: CheckedManifests, flag: string): void {
  if (!flags.has(flag)) throw unknownName('flag', flag, [...flags.keys()])
}

/** Says what there is instead: the nearest name, or all of them where they are few. */
export function unknownName(noun: string, written: string, known: readonly string[]): UsageError {
  const nearest = findNearestName(written, known)
  const all = known.length > 0 && known.length <= 8 ? `${noun}s: ${known.join(', ')}` : undefined
  const hint = nearest === undefined ? all : `did you mean ${nearest}?`
  return new UsageError(`there is no ${noun} ${written}`, hint)
}
