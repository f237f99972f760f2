import { defined } from '../defined.ts'
import { structure, text } from '../schema/schema-fragments.ts'
import { defineKind, type FieldsOf, type Metadata } from './define-kind.ts'

/** Who to ask, and who to wake. */
export interface Team {
  readonly kind: 'Team'
  readonly metadata: Metadata
  readonly description?: string
  readonly channel?: string
  readonly onCall?: string
  readonly escalation?: string
}

export const teamKind = defineKind<Team>({
  kind: 'Team',
  description: 'Who to ask, and who to wake',
  spec: structure({
    description: text('What the team looks after'),
    channel: text('Where to ask'),
    onCall: text('Where to find who is on call'),
    escalation: text('What to do when nobody answers'),
  }),
  read: ({ description, channel, onCall, escalation }: FieldsOf<Team>) =>
    defined({ description, channel, onCall, escalation }),
})
