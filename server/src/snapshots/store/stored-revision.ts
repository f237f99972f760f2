import type { ContentSummary, Operation } from '@evenkeel/core/compilation'
import type { StoredSnapshot } from './stored-snapshot.ts'

/** A compilation as it is kept: immutable. */
export interface StoredCompilation {
  /** The snapshot formatVersion it is compiled for. */
  readonly formatVersion: number
  readonly environment: string
  readonly commit: string
  readonly contentHash: string
  /** The content in raw deflate that ends its stream, so that it is also the second block of a payload. */
  readonly content: Uint8Array
  /** Bytes of the content once inflated. */
  readonly contentLength: number
  readonly summary: ContentSummary
  readonly frameBytes: number
  /** The Companion as JSON in raw deflate; absent in what was kept before there were companions. */
  readonly companion?: Uint8Array
}

/** A publication of an environment with what it was made from: enough to apply operations anew without Git. */
export interface StoredRevision {
  readonly snapshot: StoredSnapshot
  readonly base: StoredCompilation
  /** All that are in force, dormant ones too; sorted by target. */
  readonly operations: readonly Operation[]
}
