import type { Metadata } from './metadata.ts'

export const ATTRIBUTE_TYPES = ['string', 'number', 'boolean', 'instant', 'semver', 'ip'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

export interface Attribute {
  readonly type: AttributeType
  /** The attribute holds a list of `type`. */
  readonly list: boolean
  readonly description?: string
  /** Never in a log, an event or telemetry. */
  readonly private: boolean
}

/** The attributes services send; strict once it is present. At most one a repository. */
export interface ContextManifest {
  readonly kind: 'Context'
  readonly metadata: Metadata
  /** By attribute path, joined with dots: `address.country`. */
  readonly attributes: Readonly<Record<string, Attribute>>
}
