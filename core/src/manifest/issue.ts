import type { IssueCode } from './issue-codes/issue-codes.ts'

export type IssueSeverity = 'error' | 'warning'

/** A key or index from a document's root to one of its values: `['spec', 'rules', 0, 'if']`. */
export type DocumentPath = readonly (string | number)[]

/**
 * A mistake of an author, as data: where it is, what is wrong, and what to write instead.
 * Issues are returned, never thrown. An issue of severity `error` keeps a commit from being served.
 */
export interface Issue {
  /** Stable and kebab-case, such as `unknown-reference`, so that it can be searched for. */
  readonly code: IssueCode
  readonly severity: IssueSeverity
  /** One sentence that names the value at fault and says why it is one. */
  readonly message: string
  /** Path inside the configuration repository, with `/`. */
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
  /** Where in the document, as in `spec.rules[0].if`; empty for the document itself. */
  readonly path: string
  /** What to write instead. */
  readonly hint?: string
}

/** So many issues of one commit say enough; no more are made of one file or rule than that takes. */
export const MAX_COMMIT_ISSUES = 1000

const BARE_KEY = /^[A-Za-z_$][\w$-]*$/

/** No name that may be there is longer. */
const LONGEST_KEY = 128

/** A path as an Issue shows it: `spec.rules[0].if`; keys that are too long for a name are cut. */
export function formatPath(path: DocumentPath): string {
  return path.reduce<string>((shown, part) => {
    if (typeof part === 'number') return `${shown}[${part}]`
    const key = part.length > LONGEST_KEY ? `${part.slice(0, LONGEST_KEY)}…` : part
    if (!BARE_KEY.test(key)) return `${shown}[${JSON.stringify(key)}]`
    return shown === '' ? key : `${shown}.${key}`
  }, '')
}

/** Orders issues by file, line and column, whatever the locale. */
export function compareByPlace(a: Issue, b: Issue): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
