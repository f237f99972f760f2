import type { JsonObject } from '../../json.ts'
import type { Metadata } from './metadata.ts'
import { documentSchema, structure, text } from '../schema/schema-fragments.ts'

/** Who to ask, and who to wake. */
export interface Team {
  readonly kind: 'Team'
  readonly metadata: Metadata
  readonly description?: string
  readonly channel?: string
  readonly onCall?: string
  readonly escalation?: string
}

export const teamSchema: JsonObject = documentSchema(
  'Team',
  'Who to ask, and who to wake',
  structure({
    description: text('What the team looks after'),
    channel: text('Where to ask'),
    onCall: text('Where to find who is on call'),
    escalation: text('What to do when nobody answers'),
  }),
)
