import type { Flag } from '../../kinds/flag/flag.ts'
import { formatPath, type DocumentPath, type Issue } from '../../issue.ts'
import type { ManifestDocument } from '../../kinds.ts'
import { listNames } from '../../quote.ts'
import type { Catalog, CrossDocumentRule } from '../catalog/catalog.ts'
import { hasPrerequisites, prerequisitesIn, variantsIn } from '../catalog/flag-in-environment.ts'
import { issueIn } from '../../issue-in.ts'

/** A prerequisite is a flag, and one that has the variants it names wherever the prerequisite applies. */
export const knownPrerequisites: CrossDocumentRule = function* (catalog) {
  for (const document of catalog.named.flags.values()) {
    if (hasPrerequisites(document.manifest)) yield* findUnknown(catalog, document)
  }
}

function findUnknown(catalog: Catalog, document: ManifestDocument<Flag>): Iterable<Issue> {
  const issues = new Map<string, Issue>()
  for (const environment of [undefined, ...catalog.named.environments.keys()]) {
    const { value, path } = prerequisitesIn(document.manifest, environment)
    value.forEach((prerequisite, index) => {
      const place = [...path, index]
      const target = catalog.named.flags.get(prerequisite.flag)
      if (!target) {
        const issue = unknownFlag(catalog, document, prerequisite.flag, [...place, 'flag'])
        if (issue) issues.set(issue.path, issue)
        return
      }
      prerequisite.variants.forEach((variant, at) => {
        const where = [...place, 'variants', at]
        if (issues.has(formatPath(where)) || Object.hasOwn(variantsIn(target.manifest, environment), variant))
          return
        const issue = unknownVariant(document, { target: target.manifest, variant, environment }, where)
        issues.set(issue.path, issue)
      })
    })
  }
  return issues.values()
}

function unknownFlag(
  catalog: Catalog,
  document: ManifestDocument,
  name: string,
  path: DocumentPath,
): Issue | undefined {
  if (catalog.mayBeBroken('Flag', name)) return undefined
  return issueIn(document, {
    code: 'unknown-reference',
    message: `the prerequisite \`${name}\` is no flag`,
    hint: catalog.hintFor(name, catalog.named.flags, 'Flag'),
    path,
  })
}

function unknownVariant(
  document: ManifestDocument,
  missing: { readonly target: Flag; readonly variant: string; readonly environment: string | undefined },
  path: DocumentPath,
): Issue {
  const { target, variant, environment } = missing
  const where = environment === undefined ? '' : ` in ${environment}`
  return issueIn(document, {
    code: 'unknown-variant',
    message: `the flag \`${target.metadata.name}\` has no variant \`${variant}\`${where}, so the prerequisite could never be met by it`,
    hint: `its variants are ${listNames(Object.keys(variantsIn(target, environment)), 'and')}`,
    path,
  })
}
