import { compileSnapshot } from '../compilation/compile-snapshot.ts'
import type { Issue } from '../manifest/issue.ts'
import { compareByPlace } from '../manifest/issue.ts'
import type { CheckedManifests } from '../manifest/validate-manifests.ts'
import { validateManifests } from '../manifest/validate-manifests.ts'
import type { Deflate, Sha256 } from '../snapshot/platform.ts'
import { boundFiles } from './bound-files.ts'
import { checkCapacity } from './check-capacity.ts'
import type { FileTree, TreeEntry } from './file-tree.ts'
import { flagTestIssues } from './flag-test-issues.ts'
import type { FlagTestResult } from './flag-test-result.ts'
import { limitIssues } from './limit-issues.ts'
import { readFiles, unreadFile } from './read-files.ts'
import { readRootDocument } from './read-root-document.ts'
import type { Snapshots } from './run-flag-tests.ts'
import { runFlagTests } from './run-flag-tests.ts'
import { selectFiles } from './select-files.ts'

export interface AdmissionPlatform {
  readonly sha256: Sha256
  readonly deflate: Deflate
}

export interface Admission {
  /** Present exactly when no issue is an error. */
  readonly manifests?: CheckedManifests
  /** In the order of file, line and column. */
  readonly issues: readonly Issue[]
  /** Every case of every FlagTest, passed or not; present when the documents agree with each other. */
  readonly flagTests?: readonly FlagTestResult[]
}

/**
 * Decides whether a tree may be served: reads what the root document names, parses and validates it, runs its
 * flag tests, and sees that every environment's snapshot fits its capacity. The only door, for server and CLI alike.
 * Throws what the tree throws, and nothing else.
 */
export async function admitTree<E extends TreeEntry>(
  tree: FileTree<E>,
  platform: AdmissionPlatform,
): Promise<Admission> {
  const entries = await tree.list()
  const root = await readRootDocument(tree, entries)
  if (!('repository' in root)) return { issues: root.issues }
  const included = selectFiles(root.repository, entries)
  const bounded = await boundFiles(tree, included.selected)
  const files = await readFiles(tree, bounded.selected)
  const unread = [...bounded.issues, ...included.issues].map(unreadFile)
  const { manifests, issues } = validateManifests([root.file, ...files, ...unread])
  return manifests ? tryManifests(manifests, issues, platform) : { issues: limitIssues(issues) }
}

/** What shows only once the manifests are compiled. */
function tryManifests(
  manifests: CheckedManifests,
  warnings: readonly Issue[],
  platform: AdmissionPlatform,
): Admission {
  const snapshots = compileAll(manifests, platform.sha256)
  const flagTests = runFlagTests(manifests.flagTests, snapshots)
  const found = [...warnings, ...flagTestIssues(flagTests)]
  for (const [name, environment] of manifests.environments) {
    const snapshot = snapshots.get(name)
    if (snapshot) found.push(...checkCapacity(environment, snapshot, platform.deflate))
  }
  const isRefused = found.some(({ severity }) => severity === 'error')
  const issues = limitIssues(found.sort(compareByPlace))
  return isRefused ? { issues, flagTests } : { manifests, issues, flagTests }
}

/** As the first publication would be: what a revision is called changes nothing of what is checked here. */
function compileAll(manifests: CheckedManifests, sha256: Sha256): Snapshots {
  const revision = { commit: '0'.repeat(40), epoch: 1, sequence: 1 }
  const names = [...manifests.environments.keys()]
  return new Map(
    names.map((environment) => [
      environment,
      compileSnapshot({ manifests, environment, sha256, ...revision }),
    ]),
  )
}
