import type { Issue } from './issue.ts'
import type { ManifestDocument } from './manifest.ts'
import type { SourceFile } from './source-file.ts'

export interface ParsedFile {
  readonly path: string
  /** The documents that are right in themselves; those with an error are only in `issues`. */
  readonly documents: readonly ManifestDocument[]
  readonly issues: readonly Issue[]
}

/** Reads every document of one file. Depends on nothing but the file, so a result may be kept by the blob's id. */
export function parseManifestFile(file: SourceFile): ParsedFile {
  throw new Error(`not yet: ${file.path}`)
}
