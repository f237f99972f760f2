import { formatPath, type DocumentPath, type Issue, type IssueSeverity } from '../../issue.ts'
import type { ManifestDocument } from '../../manifest.ts'

/** An issue at a path of a document; `offset` counts into the string there. */
export function issueIn(
  document: ManifestDocument,
  problem: {
    readonly code: string
    readonly message: string
    readonly hint?: string
    readonly path: DocumentPath
    readonly offset?: number
    readonly severity?: IssueSeverity
  },
): Issue {
  const { path, offset, severity = 'error', ...rest } = problem
  return { ...rest, severity, file: document.file, ...document.locate(path, offset), path: formatPath(path) }
}
