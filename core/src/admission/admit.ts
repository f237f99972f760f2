import type { Issue } from '../manifest/issue.ts'
import type { ParsedFile } from '../manifest/parse-manifest.ts'
import type { RepositoryManifest } from '../manifest/repository.ts'
import type { SourceFile } from '../manifest/source-file.ts'
import type { CheckedManifests } from '../manifest/validate-manifests.ts'
import type { Deflate, Sha256 } from '../snapshot/platform.ts'
import type { FlagTestResult } from './flag-test-result.ts'

/** A file of the tree before it is read. */
export interface TreeEntry {
  /** Relative to the folder of `evenkeel.yaml`, with `/`. */
  readonly path: string
  readonly type: 'file' | 'symlink' | 'submodule'
  /** Absent where it is not known before reading. */
  readonly bytes?: number
}

export const ROOT_DOCUMENT = 'evenkeel.yaml'
export const MAX_FILE_BYTES = 1024 * 1024
export const MAX_FILES = 20_000

export interface FileSelection<E extends TreeEntry = TreeEntry> {
  readonly selected: readonly E[]
  /** Symlinks, submodules, files beyond a limit, and paths equal under case folding and NFC, among those included. */
  readonly issues: readonly Issue[]
}

/** Which files of a tree are documents, by the root document's `include` and `ignore`. */
export function selectFiles<E extends TreeEntry>(
  repository: RepositoryManifest,
  tree: readonly E[],
): FileSelection<E> {
  throw new Error(`not yet: ${repository.kind} ${tree.length}`)
}

/** Where files come from: a commit in Git's object store, or a work tree. */
export interface FileTree<E extends TreeEntry = TreeEntry> {
  list(): Promise<readonly E[]>
  /** At most MAX_FILE_BYTES + 1 bytes need be read. */
  read(entry: E): Promise<Uint8Array>
  /** Parses a file, or gives back what it parsed before for the same content. */
  parse?(entry: E, file: SourceFile): ParsedFile
}

export interface AdmissionPlatform {
  readonly sha256: Sha256
  readonly deflate: Deflate
}

export interface Admission {
  /** Present exactly when no issue is an error. */
  readonly manifests?: CheckedManifests
  readonly issues: readonly Issue[]
  /** Every case of every FlagTest, passed or not; present when the documents agree with each other. */
  readonly flagTests?: readonly FlagTestResult[]
}

/**
 * Decides whether a tree may be served: reads what the root document names, parses and validates it, runs its
 * flag tests, and sees that every environment's snapshot fits its capacity. The only door, for server and CLI alike.
 */
export async function admitTree<E extends TreeEntry>(
  tree: FileTree<E>,
  platform: AdmissionPlatform,
): Promise<Admission> {
  await tree.list()
  throw new Error(`not yet: ${platform.sha256.name}`)
}
