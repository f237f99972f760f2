import type { JsonObject } from '../../json.ts'
import { configSchema } from '../kinds/config.ts'
import { contextSchema } from '../kinds/context.ts'
import { environmentSchema } from '../kinds/environment.ts'
import { exclusionGroupSchema } from '../kinds/exclusion-group.ts'
import { flagTestSchema } from '../kinds/flag-test.ts'
import { flagSchema } from '../kinds/flag.ts'
import { repositorySchema } from '../kinds/repository.ts'
import { segmentSchema } from '../kinds/segment.ts'
import { teamSchema } from '../kinds/team.ts'

/** The kinds of `apiVersion: evenkeel/v1`. */
export const OWN_KINDS = [
  'Repository',
  'Environment',
  'Flag',
  'Segment',
  'ExclusionGroup',
  'Context',
  'Config',
  'Team',
  'FlagTest',
] as const
export type OwnKind = (typeof OWN_KINDS)[number]

/** The JSON Schema (draft-07, which editors read best) of each kind of ours: published, and what parsing goes by. */
export const manifestSchemas: Readonly<Record<OwnKind, JsonObject>> = {
  Repository: repositorySchema,
  Environment: environmentSchema,
  Flag: flagSchema,
  Segment: segmentSchema,
  ExclusionGroup: exclusionGroupSchema,
  Context: contextSchema,
  Config: configSchema,
  Team: teamSchema,
  FlagTest: flagTestSchema,
}
