import type { Admission, FileTree, FlagTestResult, TreeEntry } from '@evenkeel/core/admission'
import { admitTree, findExpiredFlags } from '@evenkeel/core/admission'
import type { CheckedManifests, Issue } from '@evenkeel/core/manifest'
import { compareByPlace } from '@evenkeel/core/manifest'
import { nodePlatform } from './node-platform.ts'

/** A tree, what core says of it, and the text of the files it says something about. */
export interface AdmittedTree {
  readonly manifests: CheckedManifests | undefined
  readonly issues: readonly Issue[]
  /** Absent when the documents do not agree, and no flag can be evaluated. */
  readonly flagTests: readonly FlagTestResult[] | undefined
  readonly sources: ReadonlyMap<string, string>
}

/** Where it is said what time it is (in milliseconds since the epoch), flags that should be gone by then are warned of. */
export async function readAdmittedTree<E extends TreeEntry>(
  tree: FileTree<E>,
  nowMs?: number,
): Promise<AdmittedTree> {
  const { manifests, issues: found, flagTests }: Admission = await admitTree(tree, nodePlatform)
  const expired = manifests && nowMs !== undefined ? findExpiredFlags(manifests.flags, nowMs) : []
  const issues = [...found, ...expired].sort(compareByPlace)
  return { manifests, issues, flagTests, sources: await readSources(tree, issues) }
}

/** Without those that cannot be read: their issue stands without its line. */
async function readSources<E extends TreeEntry>(
  tree: FileTree<E>,
  issues: readonly Issue[],
): Promise<ReadonlyMap<string, string>> {
  const named = new Set(issues.map(({ file }) => file))
  const sources = new Map<string, string>()
  if (named.size === 0) return sources
  for (const entry of await tree.list()) {
    if (entry.type !== 'file' || !named.has(entry.path)) continue
    sources.set(entry.path, new TextDecoder().decode(await tree.read(entry)))
  }
  return sources
}
