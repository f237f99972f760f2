import type { Metadata } from './metadata.ts'

/** `evenkeel.yaml`: which files of the repository are documents. */
export interface RepositoryManifest {
  readonly kind: 'Repository'
  readonly metadata: Metadata
  /** Glob patterns relative to the folder of `evenkeel.yaml`; never empty. */
  readonly include: readonly string[]
  readonly ignore: readonly string[]
}
