import { findNearestName } from '../../../nearest-name.ts'
import type { ExclusionGroup } from '../../kinds/exclusion-group.ts'
import type { Flag } from '../../kinds/flag/flag.ts'
import type { DocumentPath, Issue } from '../../issue.ts'
import type { ManifestDocument } from '../../kinds.ts'
import type { Segment } from '../../kinds/segment.ts'
import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { factsOf } from '../catalog/condition-facts.ts'
import { conditionsOf } from '../catalog/conditions-of.ts'
import { findAttribute } from '../catalog/find-in-source.ts'
import { rulesOf } from '../catalog/flag-in-environment.ts'
import { issueIn } from '../../issue-in.ts'
import { oncePer } from '../catalog/once-per.ts'

interface Mention {
  readonly attribute: readonly string[]
  /** The attribute, dotted. */
  readonly name: string
  readonly path: DocumentPath
  /** The expression that names the attribute. */
  readonly source?: string
}

/** Where there is a Context, no other attribute is used than those it lists. */
export const knownAttributes: CrossDocumentRule = function* (catalog) {
  const [context] = catalog.named.contexts.values()
  if (!context || catalog.mayHaveBroken('Context')) return
  const known = new Set(['targetingKey', ...Object.keys(context.manifest.attributes)])
  const groups = new Set([...known].flatMap(prefixesOf))
  const { flags, segments, exclusionGroups } = catalog.named
  for (const document of [...flags.values(), ...segments.values(), ...exclusionGroups.values()]) {
    for (const mention of mentionsIn(document.manifest)) {
      if (known.has(mention.name) || groups.has(mention.name)) continue
      yield unknownAttribute(document, mention, known, context.file)
    }
  }
}

/** `address` of `address.country`: it can be asked whether there is one. */
function prefixesOf(attribute: string): string[] {
  const names = attribute.split('.')
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('.'))
}

const mentionsIn = oncePer((manifest: Flag | Segment | ExclusionGroup): readonly Mention[] => {
  const inConditions = conditionsOf(manifest).flatMap(({ condition, path }) =>
    factsOf(condition).attributes.map((attribute) => ({
      attribute,
      name: attribute.join('.'),
      path,
      source: condition.source,
    })),
  )
  return [...inConditions, ...keysOf(manifest)]
})

/** The attributes that shares are drawn by and keys are found in. */
function keysOf(manifest: Flag | Segment | ExclusionGroup): Mention[] {
  const mention = (attribute: readonly string[], path: DocumentPath) => ({
    attribute,
    name: attribute.join('.'),
    path,
  })
  if (manifest.kind !== 'Flag') return [mention(manifest.by, ['spec', 'by'])]
  return rulesOf(manifest).map(({ value, path }) => mention(value.by, [...path, 'by']))
}

function unknownAttribute(
  document: ManifestDocument,
  { attribute, name, path, source }: Mention,
  known: ReadonlySet<string>,
  contextFile: string,
): Issue {
  const nearest = findNearestName(name, known)
  return issueIn(document, {
    code: 'unknown-attribute',
    message: `the attribute \`${name}\` is not one that services send`,
    hint:
      nearest === undefined
        ? `add it to the Context in ${contextFile}, or use one that is there`
        : `did you mean \`${nearest}\`?`,
    path,
    ...(source !== undefined && { offset: findAttribute(source, attribute) }),
  })
}
