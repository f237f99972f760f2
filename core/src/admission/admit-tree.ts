import type { Compilation } from '../compilation/compilation.ts'
import type { PackedContent } from '../compilation/packing/pack-content.ts'
import type { Issue } from '../manifest/issue.ts'
import { compareByPlace } from '../manifest/issue.ts'
import type { CheckedManifests } from '../manifest/validate-manifests.ts'
import { validateManifests } from '../manifest/validate-manifests.ts'
import { AdmissionMemory } from './admission-memory.ts'
import type { AdmissionPlatform } from './admission-platform.ts'
import { boundFiles } from './files/bound-files.ts'
import { checkCapacity } from './check-capacity.ts'
import type { CompileEnvironmentsInput } from './compile-environments.ts'
import { compileEnvironments } from './compile-environments.ts'
import type { FileTree, TreeEntry } from './files/file-tree.ts'
import { flagTestIssues } from './flag-test-issues.ts'
import type { FlagTestResult } from './flag-test-result.ts'
import { limitIssues } from './limit-issues.ts'
import { readFiles, unreadFile } from './files/read-files.ts'
import { readRootDocument } from './files/read-root-document.ts'
import { runFlagTests } from './run-flag-tests.ts'
import { selectFiles } from './files/select-files.ts'

export interface AdmissionOptions {
  /** Full object id of the commit that the tree is of; zeros where it is of none. */
  readonly commit?: string
  /** Of the admission before, which this one adds to. */
  readonly memory?: AdmissionMemory
}

export interface Admission {
  /** Present exactly when no issue is an error. */
  readonly manifests?: CheckedManifests
  /** What each environment comes to, by name; present with the manifests. */
  readonly compilations?: ReadonlyMap<string, Compilation>
  /** The contents of the compilations in raw deflate, by name; present with them. */
  readonly packed?: ReadonlyMap<string, PackedContent>
  /** In the order of file, line and column; at most MAX_COMMIT_ISSUES and one that counts the others. */
  readonly issues: readonly Issue[]
  /** Every case of every FlagTest, passed or not; present when the documents agree with each other. */
  readonly flagTests?: readonly FlagTestResult[]
}

/**
 * Decides whether a tree may be served: reads what the root document names, parses and validates it, compiles it, runs
 * its flag tests, and sees that every environment's snapshot fits its capacity. The only door, for server and CLI
 * alike. Throws what the tree throws, and nothing else.
 */
export async function admitTree<E extends TreeEntry>(
  tree: FileTree<E>,
  platform: AdmissionPlatform,
  { commit = NO_COMMIT, memory = new AdmissionMemory() }: AdmissionOptions = {},
): Promise<Admission> {
  const entries = await tree.list()
  const root = await readRootDocument(tree, entries)
  if (!('repository' in root)) return { issues: root.issues }
  const included = selectFiles(root.repository, entries)
  const bounded = await boundFiles(tree, included.selected)
  const files = await readFiles(tree, bounded.selected)
  const unread = [...bounded.issues, ...included.issues].map(unreadFile)
  const { manifests, issues } = validateManifests([root.file, ...files, ...unread])
  if (!manifests) return { issues: limitIssues(issues) }
  return tryManifests({ manifests, commit, platform, memory }, issues)
}

const NO_COMMIT = '0'.repeat(40)

/** What shows only once the manifests are compiled. */
function tryManifests(input: CompileEnvironmentsInput, warnings: readonly Issue[]): Admission {
  const { manifests, platform } = input
  const environments = compileEnvironments(input)
  const flagTests = runFlagTests(manifests.flagTests, environments)
  const found = [
    ...warnings,
    ...flagTestIssues(flagTests),
    ...[...environments.values()].flatMap((compiled) => checkCapacity(compiled, platform.deflateBlock)),
  ]
  const isRefused = found.some(({ severity }) => severity === 'error')
  const issues = limitIssues(found.sort(compareByPlace))
  if (isRefused) return { issues, flagTests }
  return {
    manifests,
    compilations: new Map(Array.from(environments, ([name, { compilation }]) => [name, compilation])),
    packed: new Map(Array.from(environments, ([name, { packed }]) => [name, packed])),
    issues,
    flagTests,
  }
}
