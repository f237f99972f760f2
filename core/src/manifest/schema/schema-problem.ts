import type { IssueCode } from '../issue-codes/issue-codes.ts'
import type { DocumentPath } from '../issue.ts'

/** Where a value is not what its schema says, in words for its author. */
export interface SchemaProblem {
  readonly code: IssueCode
  readonly message: string
  readonly hint?: string
  readonly path: DocumentPath
  /** The key of the value at `path` is at fault, not the value. */
  readonly atKey?: boolean
}
