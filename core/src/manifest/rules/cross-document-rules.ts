import type { CrossDocumentRule } from './catalog/catalog.ts'
import { attributeTypes } from './attribute-types.ts'
import { boundedReach } from './bounded-reach.ts'
import { knownAttributes } from './known-attributes.ts'
import { knownEnvironments } from './known-environments.ts'
import { knownOwners } from './known-owners.ts'
import { knownPrerequisites } from './known-prerequisites.ts'
import { knownSegments } from './known-segments.ts'
import { knownSlots } from './known-slots.ts'
import { knownTestSubjects } from './known-test-subjects.ts'
import { noCycles } from './no-cycles.ts'
import { oneContext } from './one-context.ts'
import { oneRepository } from './one-repository.ts'
import { prerequisiteDepth } from './prerequisite-depth.ts'
import { testsSayWhen } from './tests-say-when.ts'
import { uniqueNames } from './unique-names.ts'

/** Everything that must hold between the documents of a commit. */
export const CROSS_DOCUMENT_RULES: readonly CrossDocumentRule[] = [
  oneRepository,
  oneContext,
  uniqueNames,
  knownOwners,
  knownEnvironments,
  knownPrerequisites,
  knownSegments,
  knownSlots,
  knownAttributes,
  attributeTypes,
  knownTestSubjects,
  testsSayWhen,
  noCycles,
  prerequisiteDepth,
  boundedReach,
]
