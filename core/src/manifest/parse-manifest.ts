import { decodeUtf8 } from '../utf8.ts'
import { describeBroken, guessBroken, type BrokenDocument } from './parsing/broken-document.ts'
import { FilePlaces } from './file-places.ts'
import { formatPath, type Issue } from './issue.ts'
import { IssueList } from './issue-list.ts'
import type { Manifest, ManifestDocument } from './kinds.ts'
import { DocumentReader } from './parsing/document-reader.ts'
import { parseDocument } from './parsing/parse-document.ts'
import { MAX_FILE_BYTES, type Position, type SourceFile } from './source-file.ts'
import { DocumentPlaces } from './yaml/document-places.ts'
import { findInvalidUtf8 } from './yaml/find-invalid-utf8.ts'
import { readYaml } from './yaml/read-yaml.ts'
import { TextLines } from './yaml/text-lines.ts'
import { toJson, type YamlProblem } from './yaml/yaml-node.ts'

export interface ParsedFile {
  readonly path: string
  /** The documents that are right in themselves; those with an error are only in `issues`. */
  readonly documents: readonly ManifestDocument[]
  /** Those with an error. */
  readonly broken: readonly BrokenDocument[]
  /** In the order of line and column. */
  readonly issues: readonly Issue[]
}

/** So many issues of one file say enough. */
const MAX_ISSUES = 100

/**
 * Reads every document of one file. Depends on nothing but the file, so a result may be kept by the blob's id, and
 * put at another path by `withPath`.
 */
export function parseManifestFile(file: SourceFile): ParsedFile {
  const { bytes, path } = file
  if (bytes.length > MAX_FILE_BYTES) {
    return unreadable(
      path,
      { line: 1, column: 1 },
      {
        code: 'file-too-large',
        message: `the file has ${bytes.length} bytes, and ${MAX_FILE_BYTES} are allowed`,
        hint: 'split it into several files; a long list of keys belongs in an attribute that the service sets',
      },
    )
  }
  const invalidAt = findInvalidUtf8(bytes)
  if (invalidAt !== undefined) {
    const before = decodeUtf8(bytes.subarray(0, invalidAt))
    return unreadable(path, new TextLines(before).positionAt(before.length), {
      code: 'not-utf-8',
      message: `byte ${invalidAt} (0x${(bytes[invalidAt] ?? 0).toString(16).padStart(2, '0')}) is not UTF-8`,
      hint: 'save the file as UTF-8',
    })
  }
  return parseText(path, decodeUtf8(bytes).replace(/^\uFEFF/, ''))
}

function parseText(path: string, text: string): ParsedFile {
  const lines = new TextLines(text)
  const stream = readYaml(text)
  const found = new IssueList()
  const addProblem = (problem: YamlProblem) => found.add('error', () => issueOf(path, lines, problem))
  stream.problems.forEach(addProblem)
  const places = new FilePlaces(text)
  const documents: ManifestDocument[] = []
  const broken: BrokenDocument[] = stream.problems.length > 0 ? guessBroken(text) : []
  stream.documents.forEach((document, index) => {
    const value = toJson(document.root)
    const reader = new DocumentReader(path, new DocumentPlaces(document.root, text, lines))
    const manifest = document.problems.length > 0 ? undefined : parseDocument(value, reader)
    document.problems.forEach(addProblem)
    for (const issue of reader.issues) found.add(issue.severity, () => issue)
    if (manifest) documents.push(documentOf(manifest, path, () => places.of(index)))
    else broken.push(describeBroken(value))
  })
  return { path, documents, broken, issues: limit(found.issues.toSorted(byPlace)) }
}

function issueOf(file: string, lines: TextLines, { offset, ...problem }: YamlProblem): Issue {
  return { ...problem, severity: 'error', file, ...lines.positionAt(offset), path: '' }
}

function documentOf(manifest: Manifest, file: string, places: () => DocumentPlaces): ManifestDocument {
  return {
    manifest,
    file,
    locate: (path, offset) => places().locate(path, offset),
    locateKey: (path) => places().locateKey(path),
  }
}

function unreadable(file: string, place: Position, problem: Omit<YamlProblem, 'offset'>): ParsedFile {
  const issue: Issue = { ...problem, severity: 'error', file, ...place, path: formatPath([]) }
  return { path: file, documents: [], broken: [{}], issues: [issue] }
}

function byPlace(a: Issue, b: Issue): number {
  return a.line - b.line || a.column - b.column
}

function limit(issues: readonly Issue[]): readonly Issue[] {
  const last = issues[MAX_ISSUES - 1]
  if (issues.length <= MAX_ISSUES || !last) return issues
  const { file, line, column } = last
  const isError = issues.slice(MAX_ISSUES).some((issue) => issue.severity === 'error')
  const message = `at least ${issues.length - MAX_ISSUES} more issues of this file are not listed`
  const severity = isError ? 'error' : 'warning'
  const more: Issue = { code: 'more-issues', severity, message, file, line, column, path: '' }
  return [...issues.slice(0, MAX_ISSUES), more]
}
