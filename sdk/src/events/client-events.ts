import type { SdkError } from '../errors.ts'
import type { SourceKind } from '../source/source.ts'

/** Revisions are written as flagMetadata has them: `epoch.sequence`. */
export interface ClientEvents {
  /** The first snapshot is in use, or a stale one is current again. */
  readonly ready: ReadyEvent
  /** What is served is different from before; the first snapshot is no change. */
  readonly change: ChangeEvent
  /** Nothing has come from the server for a while; what is in use stays in use. Followed by `ready`. */
  readonly stale: StaleEvent
  /** Something did not work. What is in use stays in use, and trying goes on. */
  readonly error: SdkError
}

export interface ReadyEvent {
  readonly source: SourceKind
  readonly revision: string
}

export interface ChangeEvent {
  readonly revision: string
  /** Sorted keys, with the flags that a changed segment or prerequisite reaches. */
  readonly changedFlags: readonly string[]
  /** Sorted names. */
  readonly changedConfigs: readonly string[]
}

export interface StaleEvent {
  readonly revision: string
  /** Since when nothing came: milliseconds since 1970-01-01T00:00:00Z. */
  readonly since: number
}

/** What `ready()` resolves with; `defaults`: no snapshot yet, every evaluation gives the caller's default. */
export type Readiness = ReadyEvent | { readonly source: 'defaults'; readonly revision?: never }
