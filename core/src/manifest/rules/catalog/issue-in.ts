import type { IssueCode } from '../../issue-codes/issue-codes.ts'
import { formatPath, type DocumentPath, type Issue, type IssueSeverity } from '../../issue.ts'
import type { ManifestDocument } from '../../manifest-document.ts'

/** An issue at a path of a document; `offset` counts into the string there. */
export function issueIn(
  document: ManifestDocument,
  problem: {
    readonly code: IssueCode
    readonly message: string
    readonly hint?: string
    readonly path: DocumentPath
    readonly offset?: number
    readonly severity?: IssueSeverity
    /** The key of the value at `path` is at fault, not the value. */
    readonly atKey?: boolean
  },
): Issue {
  const { path, offset, severity = 'error', atKey, ...rest } = problem
  const place = atKey === true ? document.locateKey(path) : document.locate(path, offset)
  return { ...rest, severity, file: document.file, ...place, path: formatPath(path) }
}
