import type { Issue } from '../manifest/issue.ts'
import { MAX_COMMIT_ISSUES } from '../manifest/issue.ts'

/** As many issues of a commit as help, errors before warnings, and one that counts the others. */
export function limitIssues(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length <= MAX_COMMIT_ISSUES) return issues
  const errors = issues.filter(({ severity }) => severity === 'error')
  const listed = (errors.length > 0 ? errors : issues).slice(0, MAX_COMMIT_ISSUES)
  const last = listed.at(-1)
  if (!last) return issues
  const { severity, file, line, column } = last
  const message = `at least ${issues.length - listed.length} more issues of this commit are not listed`
  return [...listed, { code: 'more-issues', severity, message, file, line, column, path: '' }]
}
