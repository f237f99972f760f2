import type { Flag, ParsedFile } from '@evenkeel/core/manifest'
import { parseManifestFile } from '@evenkeel/core/manifest'

/** The least a boolean flag's spec says. */
export const BOOLEAN_SPEC = ['type: boolean', 'defaultVariant: off']

/** The file with that document, as it is read. */
export const parsedFlagFile = (...spec: string[]): ParsedFile =>
  parseManifestFile({ path: 'flags/a.yaml', bytes: new TextEncoder().encode(flagDocument(spec)) })

/** What a document with one flag reads as; the lines are those of its `spec`. Throws when it has an issue. */
export function parsedFlag(...spec: string[]): Flag {
  const issues = flagIssues(...spec)
  if (issues.length > 0) throw new Error(issues.join('\n'))
  return parsedFlagFile(...spec).documents[0]?.manifest as Flag
}

/** Its issues as `line, the text they point at: code, message`; the first line of the spec is line 6. */
export const flagIssues = (...spec: string[]): string[] =>
  parsedFlagFile(...spec).issues.map(
    ({ line, column, code, message }) => `${line}, ${flagTextAt(spec, line, column)}: ${code}, ${message}`,
  )

/** A document with one flag; the lines are those of its `spec`. */
export const flagDocument = (spec: readonly string[]): string =>
  [
    'apiVersion: evenkeel/v1',
    'kind: Flag',
    'metadata:',
    '  name: a',
    'spec:',
    ...spec.map((line) => `  ${line}`),
  ].join('\n')

/** What stands at a place of that document, up to white space, a comma or a brace. */
export const flagTextAt = (spec: readonly string[], line: number, column: number) =>
  /^[^,\s{}]+/.exec((flagDocument(spec).split('\n')[line - 1] ?? '').slice(column - 1))?.[0] ?? ''
