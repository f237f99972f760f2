import type { ResolutionDetails } from '../evaluation/resolution-details.ts'
import type { FlagTest } from '../manifest/kinds/flag-test.ts'
import type { Issue } from '../manifest/issue.ts'
import { formatPath } from '../manifest/issue.ts'
import type { ManifestDocument } from '../manifest/kinds.ts'
import type { FlagTestResult } from './flag-test-result.ts'

/** One issue for each case that does not hold. */
export function flagTestIssues(results: readonly FlagTestResult[]): readonly Issue[] {
  return results.filter(({ passed }) => !passed).map(failed)
}

function failed({ document, index, details }: FlagTestResult): Issue {
  const { flag, cases } = document.manifest
  const { environment = '', expect } = cases[index] ?? {}
  const expected = expect?.reason === undefined ? expect?.variant : `${expect.variant} (${expect.reason})`
  const path = ['spec', 'cases', index, 'expect']
  return {
    code: 'flag-test-failed',
    severity: 'error',
    message:
      `${nameOf(document, index)} expects ${expected ?? 'nothing'}, ` +
      `and ${flag} gives ${describe(details)} in ${environment}`,
    file: document.file,
    ...document.locate(path),
    path: formatPath(path),
    hint: `if that is what you mean, change the case; evenkeel evaluate ${flag} --env ${environment} tries other contexts`,
  }
}

function describe({ variant, reason, errorMessage, flagMetadata }: ResolutionDetails<unknown>): string {
  const { ruleName, prerequisite, bucketing } = flagMetadata
  const parts = [
    reason,
    ...(ruleName === undefined ? [] : [`rule ${ruleName}`]),
    ...(prerequisite === undefined ? [] : [`the prerequisite ${prerequisite} is not met`]),
    ...(bucketing === undefined ? [] : ['the context has no key to bucket by']),
    ...(errorMessage === undefined ? [] : [errorMessage]),
  ]
  return `${variant ?? 'no variant'} (${parts.join(', ')})`
}

function nameOf({ manifest }: ManifestDocument<FlagTest>, index: number): string {
  const name = manifest.cases[index]?.name
  return name === undefined ? `case ${index + 1}` : `the case "${name}"`
}
