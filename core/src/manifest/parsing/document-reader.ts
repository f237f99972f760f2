import type { IssueCode } from '../issue-codes/issue-codes.ts'
import { formatPath, type DocumentPath, type Issue, type IssueSeverity } from '../issue.ts'
import { IssueList } from '../issue-list.ts'
import type { DocumentPlaces } from '../yaml/document-places.ts'

/** What is wrong with a document, by path. */
export interface Problem {
  readonly code: IssueCode
  readonly message: string
  readonly hint?: string
  readonly path: DocumentPath
  /** Error where it is not said. */
  readonly severity?: IssueSeverity
  /** UTF-16 code units into the string at `path`. */
  readonly offset?: number
  /** The key of the value at `path` is at fault, not the value. */
  readonly atKey?: boolean
}

/** A document while it is parsed: its values' places, and the issues found so far. */
export class DocumentReader {
  readonly places: DocumentPlaces
  readonly #file: string
  readonly #found = new IssueList()

  constructor(file: string, places: DocumentPlaces) {
    this.#file = file
    this.places = places
  }

  get issues(): readonly Issue[] {
    return this.#found.issues
  }

  get hasErrors(): boolean {
    return this.#found.hasErrors
  }

  report({ path, severity = 'error', offset, atKey, ...problem }: Problem): void {
    this.#found.add(severity, () => {
      const place = atKey === true ? this.places.locateKey(path) : this.places.locate(path, offset)
      return { ...problem, severity, file: this.#file, ...place, path: formatPath(path) }
    })
  }
}
