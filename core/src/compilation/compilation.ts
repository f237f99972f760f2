import type { FlagPurpose } from '../manifest/kinds/flag/flag.ts'
import type { AttributePath } from '../manifest/kinds/values/attribute-path.ts'
import type { JsonObject } from '../json.ts'
import type { TimeBoundary } from '../snapshot/snapshot.ts'

/**
 * What one commit says of one environment: immutable, without a revision, made from Git alone. Operators' operations
 * are applied to it anew each time something is published.
 */
export interface Compilation {
  /** The snapshot formatVersion it is compiled for. */
  readonly formatVersion: number
  readonly environment: string
  /** Full object id. */
  readonly commit: string
  /** The canonical lines of flags, segments and configs: all of a snapshot's text but its header. */
  readonly content: string
  /** SHA-256, hex, of `content` as UTF-8. */
  readonly contentHash: string
  /** What the header says of `content`, the revision apart. */
  readonly summary: ContentSummary
  /** The constant size of the environment's frames. */
  readonly frameBytes: number
  /** Absent in what was kept before there were companions; made at the next sync. */
  readonly companion?: Companion
}

/** What a snapshot's header says of the lines that follow it. */
export interface ContentSummary {
  readonly boundaries: readonly TimeBoundary[]
  readonly privateAttributes?: readonly string[]
  readonly flags: number
  readonly segments: number
  readonly configs: number
}

/** What operators' changes need to know of a commit and what does not travel. */
export interface Companion {
  readonly protected: boolean
  readonly flags: Readonly<Record<string, FlagCompanion>>
  readonly configs: Readonly<Record<string, ConfigCompanion>>
}

export interface FlagCompanion {
  /** The name of a Team. */
  readonly owner?: string
  readonly purpose?: FlagPurpose
  /** Of every rule, in order, also where 100 % are exposed and the snapshot does not say. */
  readonly rules: readonly { readonly name: string; readonly by: AttributePath; readonly seed: string }[]
}

export interface ConfigCompanion {
  readonly owner?: string
  /** JSON Schema of the value. */
  readonly schema: JsonObject
}
