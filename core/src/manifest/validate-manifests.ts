import type { Issue } from './issue.ts'
import { compareByPlace, MAX_COMMIT_ISSUES } from './issue.ts'
import type { ContextManifest } from './kinds/context.ts'
import type { FlagTest } from './kinds/flag-test.ts'
import { OPEN_SLO_KINDS, type OpenSloDocument } from './kinds/open-slo.ts'
import type { RepositoryManifest } from './kinds/repository.ts'
import type { ManifestDocument, NamedDocuments } from './kinds.ts'
import type { ParsedFile } from './parse-manifest.ts'
import { Catalog } from './rules/catalog/catalog.ts'
import { CROSS_DOCUMENT_RULES } from './rules/cross-document-rules.ts'

/** Every document of a commit by kind and name. */
export interface ManifestSet extends Omit<NamedDocuments, 'repositories' | 'contexts' | 'flagTests'> {
  readonly repository: ManifestDocument<RepositoryManifest>
  readonly context?: ManifestDocument<ContextManifest>
  readonly flagTests: readonly ManifestDocument<FlagTest>[]
  readonly openSlo: readonly ManifestDocument<OpenSloDocument>[]
}

/** A set of manifests that agree with each other; made by validateManifests alone. */
export type CheckedManifests = ManifestSet & { readonly checked: true }

export interface Validation {
  /** Absent when an issue is an error. */
  readonly manifests?: CheckedManifests
  /** In the order of file, line and column; those of the files themselves included. */
  readonly issues: readonly Issue[]
}

/** Judges the documents of a commit together. The order of `files` makes no difference. */
export function validateManifests(files: readonly ParsedFile[]): Validation {
  const sorted = files.toSorted((a, b) => compare(a.path, b.path))
  const catalog = new Catalog(
    sorted.flatMap(({ documents }) => documents),
    sorted.flatMap(({ broken }) => broken),
  )
  const issues = [
    ...sorted.flatMap((file) => file.issues),
    ...CROSS_DOCUMENT_RULES.flatMap((rule) => firstOf(rule(catalog))),
  ].sort(compareByPlace)
  const manifests = issues.some(({ severity }) => severity === 'error') ? undefined : check(catalog)
  return manifests ? { manifests, issues } : { issues }
}

/** No more than can be among those that are listed. */
function firstOf(issues: Iterable<Issue>): readonly Issue[] {
  const taken: Issue[] = []
  for (const issue of issues) {
    taken.push(issue)
    if (taken.length > MAX_COMMIT_ISSUES) break
  }
  return taken
}

function check(catalog: Catalog): CheckedManifests | undefined {
  const { repositories, contexts, ...named } = catalog.named
  const [repository] = repositories.values()
  const [context] = contexts.values()
  return (
    repository && {
      checked: true,
      ...named,
      repository,
      ...(context && { context }),
      flagTests: catalog.ofKind<FlagTest>('FlagTest'),
      openSlo: OPEN_SLO_KINDS.flatMap((kind) => catalog.ofKind<OpenSloDocument>(kind)),
    }
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
