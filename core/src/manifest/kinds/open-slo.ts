import type { JsonObject } from '../../json.ts'
import type { Metadata } from './metadata.ts'

/** The kinds of OpenSLO v1 (https://github.com/OpenSLO/OpenSLO). */
export const OPEN_SLO_KINDS = [
  'AlertCondition',
  'AlertNotificationTarget',
  'AlertPolicy',
  'DataSource',
  'Service',
  'SLI',
  'SLO',
] as const

/** An OpenSLO document: accepted, named, and carried as it is. */
export interface OpenSloDocument {
  readonly kind: (typeof OPEN_SLO_KINDS)[number]
  readonly metadata: Metadata
  readonly spec: JsonObject
}
