import type { ResolutionDetails } from '../evaluation/resolution-details.ts'
import type { FlagTest } from '../manifest/flag-test.ts'
import type { DocumentPath, Issue } from '../manifest/issue.ts'
import { formatPath } from '../manifest/issue.ts'
import type { ManifestDocument } from '../manifest/manifest.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { FlagTestResult } from './flag-test-result.ts'
import type { Snapshots } from './run-flag-tests.ts'

/** One issue for each case that does not hold, or that would not hold at another time without saying so. */
export function flagTestIssues(results: readonly FlagTestResult[], snapshots: Snapshots): readonly Issue[] {
  return results.flatMap((result) => {
    const { document, index } = result
    const testCase = document.manifest.cases[index]
    const snapshot = testCase && snapshots.get(testCase.environment)
    const isTimeless =
      snapshot && testCase.at === undefined && dependsOnTime(document.manifest.flag, snapshot)
    if (isTimeless) return [withoutTime(result, testCase.environment)]
    return result.passed ? [] : [failed(result)]
  })
}

/** Whether a `during` can matter: of the flag's own rules, or of a flag it needs. */
export function dependsOnTime(
  key: string,
  snapshot: Pick<Snapshot, 'flags'>,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  const flag = snapshot.flags.get(key)
  if (flag?.state !== 'ENABLED' || seen.has(key)) return false
  if (flag.rules.some((rule) => rule.during !== undefined)) return true
  return flag.prerequisites.some((needed) => dependsOnTime(needed.flag, snapshot, new Set([...seen, key])))
}

function withoutTime({ document, index }: FlagTestResult, environment: string): Issue {
  const { flag } = document.manifest
  return issueAt(document, ['spec', 'cases', index], {
    code: 'flag-test-without-time',
    message: `what ${flag} gives in ${environment} depends on the time, and ${nameOf(document, index)} does not say which`,
    hint: 'write the instant, such as at: 2027-03-01T09:00:00Z',
  })
}

function failed({ document, index, details }: FlagTestResult): Issue {
  const { flag, cases } = document.manifest
  const { environment = '', expect } = cases[index] ?? {}
  const expected = expect?.reason === undefined ? expect?.variant : `${expect.variant} (${expect.reason})`
  return issueAt(document, ['spec', 'cases', index, 'expect'], {
    code: 'flag-test-failed',
    message:
      `${nameOf(document, index)} expects ${expected ?? 'nothing'}, ` +
      `and ${flag} gives ${describe(details)} in ${environment}`,
    hint: `if that is what you mean, change the case; evenkeel explain ${flag} --env ${environment} shows every rule`,
  })
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

function issueAt(
  document: ManifestDocument<FlagTest>,
  path: DocumentPath,
  what: Pick<Issue, 'code' | 'message'> & { readonly hint: string },
): Issue {
  return { ...what, severity: 'error', file: document.file, ...document.locate(path), path: formatPath(path) }
}
