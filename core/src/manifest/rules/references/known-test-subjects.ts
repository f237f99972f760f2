import { findNearestName } from '../../../nearest-name.ts'
import { listNames } from '../../quote.ts'
import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { variantsIn } from '../catalog/flag-in-environment.ts'
import { issueIn } from '../catalog/issue-in.ts'

/** A flag test is about a flag, and expects variants that the flag has in the case's environment. */
export const knownTestSubjects: CrossDocumentRule = (catalog) =>
  catalog.flagTests.flatMap((document) => {
    const { flag: key, cases } = document.manifest
    const flag = catalog.flags.get(key)?.manifest
    if (!flag) {
      if (catalog.mayBeBroken('Flag', key)) return []
      return [
        issueIn(document, {
          code: 'unknown-reference',
          message: `the test is about \`${key}\`, and there is no flag of that key`,
          hint: catalog.hintFor(key, catalog.flags, 'Flag'),
          path: ['spec', 'flag'],
        }),
      ]
    }
    return cases.flatMap(({ environment, expect }, index) => {
      const variants = Object.keys(variantsIn(flag, environment))
      if (variants.includes(expect.variant)) return []
      const nearest = findNearestName(expect.variant, variants)
      return [
        issueIn(document, {
          code: 'unknown-variant',
          message: `the case expects variant \`${expect.variant}\`, which \`${key}\` does not have in ${environment}`,
          hint:
            nearest === undefined
              ? `its variants are ${listNames(variants, 'and')}`
              : `did you mean \`${nearest}\`?`,
          path: ['spec', 'cases', index, 'expect', 'variant'],
        }),
      ]
    })
  })
