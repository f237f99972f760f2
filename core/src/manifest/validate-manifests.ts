import type { Config } from './config.ts'
import type { ContextManifest } from './context.ts'
import type { Environment } from './environment.ts'
import type { Flag } from './flag.ts'
import type { FlagTest } from './flag-test.ts'
import type { Issue } from './issue.ts'
import type { ManifestDocument } from './manifest.ts'
import type { OpenSloDocument } from './open-slo.ts'
import type { ParsedFile } from './parse-manifest.ts'
import type { RepositoryManifest } from './repository.ts'
import type { Segment } from './segment.ts'
import type { Team } from './team.ts'

/** Every document of a commit by kind and name. */
export interface ManifestSet {
  readonly repository: ManifestDocument<RepositoryManifest>
  readonly environments: ReadonlyMap<string, ManifestDocument<Environment>>
  readonly flags: ReadonlyMap<string, ManifestDocument<Flag>>
  readonly segments: ReadonlyMap<string, ManifestDocument<Segment>>
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

/** One thing that must hold between documents. */
export type CrossDocumentRule = (manifests: ManifestSet) => readonly Issue[]

export function validateManifests(files: readonly ParsedFile[]): Validation {
  throw new Error(`not yet: ${files.length}`)
}
