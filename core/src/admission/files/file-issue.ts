import type { IssueCode } from '../../manifest/issue-codes/issue-codes.ts'
import type { Issue } from '../../manifest/issue.ts'

/** An error about a file as a whole. */
export function fileError(file: string, code: IssueCode, message: string, hint: string): Issue {
  return { code, severity: 'error', message, file, line: 1, column: 1, path: '', hint }
}
