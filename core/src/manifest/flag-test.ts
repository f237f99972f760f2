import type { JsonObject } from '../json.ts'
import type { Metadata } from './metadata.ts'

export interface FlagTestCase {
  readonly name?: string
  readonly environment: string
  readonly context: JsonObject
  /** Milliseconds since the epoch; required where a `during` can matter. */
  readonly at?: number
  readonly expect: { readonly variant: string; readonly reason?: string }
}

/** Cases that hold of one flag, or the commit is refused. */
export interface FlagTest {
  readonly kind: 'FlagTest'
  readonly metadata: Metadata
  readonly flag: string
  readonly cases: readonly FlagTestCase[]
}
