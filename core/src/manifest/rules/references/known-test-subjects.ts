import { findNearestName } from '../../../nearest-name.ts'
import type { Issue } from '../../issue.ts'
import type { FlagTest } from '../../kinds/flag-test.ts'
import type { Flag } from '../../kinds/flag/flag.ts'
import type { ManifestDocument } from '../../kinds.ts'
import { listNames } from '../../quote.ts'
import type { Catalog, CrossDocumentRule } from '../catalog/catalog.ts'
import { variantsIn } from '../catalog/flag-in-environment.ts'
import { issueIn } from '../../issue-in.ts'

/** A flag test is about a flag, and expects variants that the flag has in the case's environment. */
export const knownTestSubjects: CrossDocumentRule = function* (catalog) {
  for (const document of catalog.ofKind<FlagTest>('FlagTest')) {
    const flag = catalog.named.flags.get(document.manifest.flag)?.manifest
    if (flag) yield* unknownVariants(document, flag)
    else yield* unknownFlag(catalog, document)
  }
}

function* unknownFlag(catalog: Catalog, document: ManifestDocument<FlagTest>): Generator<Issue> {
  const key = document.manifest.flag
  if (catalog.mayBeBroken('Flag', key)) return
  yield issueIn(document, {
    code: 'unknown-reference',
    message: `the test is about \`${key}\`, and there is no flag of that key`,
    hint: catalog.hintFor(key, catalog.named.flags, 'Flag'),
    path: ['spec', 'flag'],
  })
}

function* unknownVariants(document: ManifestDocument<FlagTest>, flag: Flag): Generator<Issue> {
  for (const [index, { environment, expect }] of document.manifest.cases.entries()) {
    if (Object.hasOwn(variantsIn(flag, environment), expect.variant)) continue
    const variants = Object.keys(variantsIn(flag, environment))
    const nearest = findNearestName(expect.variant, variants)
    yield issueIn(document, {
      code: 'unknown-variant',
      message: `the case expects variant \`${expect.variant}\`, which \`${flag.metadata.name}\` does not have in ${environment}`,
      hint:
        nearest === undefined
          ? `its variants are ${listNames(variants, 'and')}`
          : `did you mean \`${nearest}\`?`,
      path: ['spec', 'cases', index, 'expect', 'variant'],
    })
  }
}
