import type { Manifest } from '@evenkeel/core/manifest'
import { parseManifestFile, validateManifests } from '@evenkeel/core/manifest'
import type { ConfigRepositoryBuilder } from './a-config-repository.ts'

/** The text of a document; `spec` is written from the first column on. */
export const aDocument = (kind: string, name: string, spec = '{}') =>
  `apiVersion: evenkeel/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  ${spec.replaceAll('\n', '\n  ')}\n`

/** A boolean flag that is off by default, and what its spec says besides. */
export const aBooleanFlag = (name: string, spec = '') =>
  aDocument('Flag', name, `type: boolean\ndefaultVariant: off\n${spec}`.trimEnd())

/** A boolean flag that is ENABLED in production; `rules` is a list, indented by four. */
export const anEnabledFlag = (name: string, rules: string) => `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: ${name}
spec:
  type: boolean
  defaultVariant: off
  rules:
${rules}  environments:
    production:
      state: ENABLED
`

/** What validating says of a repository, as `file:line:column code: message (hint)`. */
export const issuesOf = (repository: ConfigRepositoryBuilder) =>
  validateManifests(repository.files().map(parseManifestFile)).issues.map(
    ({ file, line, column, code, message, hint = '' }) =>
      `${file}:${line}:${column} ${code}: ${message} (${hint})`,
  )

/** What a document that does not say more of itself than its name, `a`, has for metadata. */
export const METADATA = { name: 'a', labels: {}, annotations: {} }

const parse = (text: string) => parseManifestFile({ path: 'a.yaml', bytes: new TextEncoder().encode(text) })

/** What the text of one document reads as. Throws when it has an issue. */
export function parsedDocument(text: string): Manifest | undefined {
  const issues = documentIssues(text)
  if (issues.length > 0) throw new Error(issues.join('\n'))
  return parse(text).documents[0]?.manifest
}

/** The issues of the text of one document, as `line:column code, message (hint)`. */
export const documentIssues = (text: string): string[] =>
  parse(text).issues.map(
    ({ line, column, code, message, hint }) =>
      `${line}:${column} ${code}, ${message}${hint === undefined ? '' : ` (${hint})`}`,
  )
