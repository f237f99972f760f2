import type { Team } from '../kinds/team.ts'
import { defined } from './defined.ts'
import { parseMetadata, type Written } from './written-document.ts'

export interface WrittenTeamSpec {
  readonly description?: string
  readonly channel?: string
  readonly onCall?: string
  readonly escalation?: string
}

export function parseTeam({ metadata, spec }: Written<WrittenTeamSpec>): Team {
  const { description, channel, onCall, escalation } = spec
  return defined({
    kind: 'Team' as const,
    metadata: parseMetadata(metadata),
    description,
    channel,
    onCall,
    escalation,
  })
}
