import { findNearestName } from '../../../nearest-name.ts'
import type { ExclusionGroup } from '../../kinds/exclusion-group.ts'
import type { Flag, SlotReference } from '../../kinds/flag/flag.ts'
import type { DocumentPath, Issue } from '../../issue.ts'
import type { ManifestDocument } from '../../kinds.ts'
import { listNames } from '../../quote.ts'
import type { Catalog, CrossDocumentRule } from '../catalog/catalog.ts'
import { rulesOf } from '../catalog/flag-in-environment.ts'
import { issueIn } from '../../issue-in.ts'

/** A rule's `slot` is one of an ExclusionGroup document. */
export const knownSlots: CrossDocumentRule = function* (catalog) {
  for (const document of catalog.named.flags.values()) {
    for (const { value, path } of rulesOf(document.manifest)) {
      const issue = value.slot && findUnknown(catalog, document, value.slot, [...path, 'slot'])
      if (issue) yield issue
    }
  }
}

function findUnknown(
  catalog: Catalog,
  document: ManifestDocument<Flag>,
  { group, slot }: SlotReference,
  path: DocumentPath,
): Issue | undefined {
  const found = catalog.named.exclusionGroups.get(group)?.manifest
  if (found === undefined) {
    if (catalog.mayBeBroken('ExclusionGroup', group)) return undefined
    return issueIn(document, {
      code: 'unknown-reference',
      message: `there is no ExclusionGroup called \`${group}\``,
      hint: catalog.hintFor(group, catalog.named.exclusionGroups, 'ExclusionGroup'),
      path,
    })
  }
  if (found.slots.some(({ name }) => name === slot)) return undefined
  return issueIn(document, {
    code: 'unknown-reference',
    message: `the ExclusionGroup \`${group}\` has no slot \`${slot}\``,
    hint: hintFor(slot, found),
    path,
    offset: group.length + 1,
  })
}

function hintFor(slot: string, { slots }: ExclusionGroup): string {
  const names = slots.map(({ name }) => name)
  const nearest = findNearestName(slot, names)
  return nearest === undefined ? `its slots are ${listNames(names, 'and')}` : `did you mean \`${nearest}\`?`
}
