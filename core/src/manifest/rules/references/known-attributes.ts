import { isPath, type Path } from '../../../expression/expression.ts'
import { findNearestName } from '../../../nearest-name.ts'
import { walkExpression } from '../../../expression/walk-expression.ts'
import type { ExclusionGroup } from '../../kinds/exclusion-group.ts'
import type { Flag } from '../../kinds/flag.ts'
import type { DocumentPath, Issue } from '../../issue.ts'
import type { ManifestDocument } from '../../manifest.ts'
import type { Segment } from '../../kinds/segment.ts'
import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { conditionsOf } from '../catalog/conditions-of.ts'
import { findAttribute } from '../catalog/find-in-source.ts'
import { rulesOf } from '../catalog/flag-in-environment.ts'
import { issueIn } from '../catalog/issue-in.ts'

interface Mention {
  readonly attribute: readonly string[]
  readonly path: DocumentPath
  /** The expression that names the attribute. */
  readonly source?: string
}

/** Where there is a Context, no other attribute is used than those it lists. */
export const knownAttributes: CrossDocumentRule = (catalog) => {
  const [context] = catalog.contexts.values()
  if (!context || catalog.mayHaveBroken('Context')) return []
  const known = new Set(['targetingKey', ...Object.keys(context.manifest.attributes)])
  const groups = new Set([...known].flatMap(prefixesOf))
  const { flags, segments, exclusionGroups } = catalog
  return [...flags.values(), ...segments.values(), ...exclusionGroups.values()].flatMap((document) =>
    mentionsOf(document)
      .filter(({ attribute }) => !known.has(attribute.join('.')) && !groups.has(attribute.join('.')))
      .map((mention) => unknownAttribute(document, mention, known, context.file)),
  )
}

/** `address` of `address.country`: it can be asked whether there is one. */
function prefixesOf(attribute: string): string[] {
  const names = attribute.split('.')
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('.'))
}

function mentionsOf(document: ManifestDocument<Flag | Segment | ExclusionGroup>): Mention[] {
  const inConditions = conditionsOf(document).flatMap(({ condition, path }) =>
    [...walkExpression(condition.tree)]
      .filter((part): part is Path => isPath(part))
      .map((part) => ({ attribute: part.slice(1), path, source: condition.source })),
  )
  return [...inConditions, ...keysOf(document.manifest)]
}

/** The attributes that shares are drawn by and keys are found in. */
function keysOf(manifest: Flag | Segment | ExclusionGroup): Mention[] {
  if (manifest.kind !== 'Flag') return [{ attribute: manifest.by, path: ['spec', 'by'] }]
  return rulesOf(manifest).map(({ value, path }) => ({ attribute: value.by, path: [...path, 'by'] }))
}

function unknownAttribute(
  document: ManifestDocument,
  { attribute, path, source }: Mention,
  known: ReadonlySet<string>,
  contextFile: string,
): Issue {
  const nearest = findNearestName(attribute.join('.'), known)
  return issueIn(document, {
    code: 'unknown-attribute',
    message: `the attribute \`${attribute.join('.')}\` is not one that services send`,
    hint:
      nearest === undefined
        ? `add it to the Context in ${contextFile}, or use one that is there`
        : `did you mean \`${nearest}\`?`,
    path,
    ...(source !== undefined && { offset: findAttribute(source, attribute) }),
  })
}
