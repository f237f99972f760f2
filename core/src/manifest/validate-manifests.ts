import type { Config } from './kinds/config.ts'
import type { ContextManifest } from './kinds/context.ts'
import type { Environment } from './kinds/environment.ts'
import type { ExclusionGroup } from './kinds/exclusion-group.ts'
import type { Flag } from './kinds/flag.ts'
import type { FlagTest } from './kinds/flag-test.ts'
import type { Issue } from './issue.ts'
import { compareByPlace, MAX_COMMIT_ISSUES } from './issue.ts'
import type { ManifestDocument } from './manifest.ts'
import type { OpenSloDocument } from './kinds/open-slo.ts'
import type { ParsedFile } from './parse-manifest.ts'
import type { RepositoryManifest } from './kinds/repository.ts'
import type { Segment } from './kinds/segment.ts'
import { Catalog } from './rules/catalog/catalog.ts'
import { CROSS_DOCUMENT_RULES } from './rules/cross-document-rules.ts'
import type { Team } from './kinds/team.ts'

/** Every document of a commit by kind and name. */
export interface ManifestSet {
  readonly repository: ManifestDocument<RepositoryManifest>
  readonly environments: ReadonlyMap<string, ManifestDocument<Environment>>
  readonly flags: ReadonlyMap<string, ManifestDocument<Flag>>
  readonly segments: ReadonlyMap<string, ManifestDocument<Segment>>
  readonly exclusionGroups: ReadonlyMap<string, ManifestDocument<ExclusionGroup>>
  readonly context?: ManifestDocument<ContextManifest>
  readonly configs: ReadonlyMap<string, ManifestDocument<Config>>
  readonly teams: ReadonlyMap<string, ManifestDocument<Team>>
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
  const [repository] = catalog.repositories.values()
  const [context] = catalog.contexts.values()
  const { environments, flags, segments, exclusionGroups, configs, teams, flagTests, openSlo } = catalog
  return (
    repository && {
      checked: true,
      repository,
      environments,
      flags,
      segments,
      exclusionGroups,
      ...(context && { context }),
      configs,
      teams,
      flagTests,
      openSlo,
    }
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
