import { KNOWN_KINDS } from '../kinds.ts'
import type { CrossDocumentRule } from './catalog/catalog.ts'
import { attributeTypes } from './attribute-types.ts'
import { boundedReach } from './bounded-reach.ts'
import { knownAttributes } from './references/known-attributes.ts'
import { knownEnvironments } from './references/known-environments.ts'
import { knownOwners } from './references/known-owners.ts'
import { knownPrerequisites } from './references/known-prerequisites.ts'
import { knownSegments } from './references/known-segments.ts'
import { knownSlots } from './references/known-slots.ts'
import { knownTestSubjects } from './references/known-test-subjects.ts'
import { meetablePrerequisites } from './meetable-prerequisites.ts'
import { noCycles } from './no-cycles.ts'
import { prerequisiteDepth } from './prerequisite-depth.ts'
import { testsSayWhen } from './tests-say-when.ts'
import { uniqueNames } from './unique-names.ts'

const rulesOfKinds = KNOWN_KINDS.map(
  (known): CrossDocumentRule =>
    (catalog) =>
      known.check?.(catalog.ofKind(known.kind), catalog.mayHaveBroken(known.kind)) ?? [],
)

/** Everything that must hold between the documents of a commit. */
export const CROSS_DOCUMENT_RULES: readonly CrossDocumentRule[] = [
  ...rulesOfKinds,
  uniqueNames,
  knownOwners,
  knownEnvironments,
  knownPrerequisites,
  meetablePrerequisites,
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
