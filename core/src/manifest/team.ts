import type { Metadata } from './metadata.ts'

/** Who to ask, and who to wake. */
export interface Team {
  readonly kind: 'Team'
  readonly metadata: Metadata
  readonly description?: string
  readonly channel?: string
  readonly onCall?: string
  readonly escalation?: string
}
