import type { JsonObject, JsonValue } from '../../json.ts'
import { findNearestName } from '../../nearest-name.ts'
import { KNOWN_KINDS, type Manifest } from '../kinds.ts'
import { API_VERSION } from '../kinds/define-kind.ts'
import { listNames, quote } from '../quote.ts'
import type { DocumentReader } from './document-reader.ts'

const API_VERSIONS = [...new Set(KNOWN_KINDS.map(({ apiVersion }) => apiVersion))]

/** The manifest a document is, if nothing is wrong with it; what is wrong is reported. */
export function parseDocument(value: JsonValue, reader: DocumentReader): Manifest | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reader.report({
      code: 'not-a-document',
      message: 'a document is a mapping with apiVersion, kind, metadata and spec',
      hint: `begin with \`apiVersion: ${API_VERSION}\``,
      path: [],
    })
    return undefined
  }
  const document = value as JsonObject
  const manifest = parseVersioned(document, reader)
  return reader.hasErrors ? undefined : manifest
}

function parseVersioned(document: JsonObject, reader: DocumentReader): Manifest | undefined {
  const apiVersion = readOneOf(document, 'apiVersion', API_VERSIONS, reader)
  if (apiVersion === undefined) return undefined
  const kinds = KNOWN_KINDS.filter((known) => known.apiVersion === apiVersion)
  const names = kinds.map(({ kind }) => kind)
  const kind = readOneOf(document, 'kind', names, reader)
  return kinds.find((known) => known.kind === kind)?.parse(document, reader)
}

const CODES = {
  apiVersion: { missing: 'missing-api-version', unknown: 'unknown-api-version' },
  kind: { missing: 'missing-kind', unknown: 'unknown-kind' },
} as const

function readOneOf<Known extends string>(
  document: JsonObject,
  field: keyof typeof CODES,
  known: readonly Known[],
  reader: DocumentReader,
): Known | undefined {
  const value = document[field]
  const found = known.find((name) => name === value)
  if (found !== undefined) return found
  const code = CODES[field]
  const list = `${field === 'kind' ? 'the kinds' : 'the versions'} are ${listNames(known, 'and')}`
  if (value === undefined || value === null) {
    reader.report({
      code: code.missing,
      message: `a document without \`${field}\` cannot be read`,
      hint:
        field === 'kind'
          ? list
          : `add \`apiVersion: ${API_VERSION}\`, or add the file to \`ignore\` in evenkeel.yaml`,
      path: [],
    })
    return undefined
  }
  const nearest = typeof value === 'string' ? findNearestName(value, known) : undefined
  reader.report({
    code: code.unknown,
    message: `${quote(value)} is no ${field} that is known here`,
    hint: nearest === undefined ? list : `did you mean \`${nearest}\`? ${list}`,
    path: [field],
  })
  return undefined
}
