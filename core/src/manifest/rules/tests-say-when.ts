import type { FlagTest } from '../kinds/flag-test.ts'
import type { Catalog, CrossDocumentRule } from './catalog/catalog.ts'
import { prerequisitesIn, rulesIn } from './catalog/flag-in-environment.ts'
import { issueIn } from '../issue-in.ts'

/** A flag test says when it takes place wherever a `during`, of the flag or of a prerequisite, can matter. */
export const testsSayWhen: CrossDocumentRule = function* (catalog) {
  for (const document of catalog.ofKind<FlagTest>('FlagTest')) {
    for (const [index, { environment, at }] of document.manifest.cases.entries()) {
      if (at !== undefined) continue
      const flag = findFlagWithDuring(catalog, document.manifest.flag, environment)
      if (flag === undefined) continue
      yield issueIn(document, {
        code: 'test-without-time',
        message: `the case does not say when it takes place, and in ${environment} a rule of \`${flag}\` has a \`during\``,
        hint: 'add `at`, such as at: 2026-12-01T09:00:00+01:00',
        path: ['spec', 'cases', index],
      })
    }
  }
}

function findFlagWithDuring(catalog: Catalog, key: string, environment: string): string | undefined {
  const reached = new Set([key])
  for (const name of reached) {
    const flag = catalog.named.flags.get(name)?.manifest
    if (!flag) continue
    if (rulesIn(flag, environment).value.some(({ during }) => during)) return name
    for (const { flag: prerequisite } of prerequisitesIn(flag, environment).value) reached.add(prerequisite)
  }
  return undefined
}
