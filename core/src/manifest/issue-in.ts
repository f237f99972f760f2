import { formatPath, type Issue } from './issue.ts'
import type { PlacedDocument } from './placed-document.ts'
import type { Problem } from './parsing/document-reader.ts'

/** The issue that a problem of a document is. */
export function issueIn(document: PlacedDocument<unknown>, problem: Problem): Issue {
  const { path, offset, severity = 'error', atKey, ...rest } = problem
  const place = atKey === true ? document.locateKey(path) : document.locate(path, offset)
  return { ...rest, severity, file: document.file, ...place, path: formatPath(path) }
}
