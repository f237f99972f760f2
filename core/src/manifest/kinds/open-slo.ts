import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts'
import type { DocumentReader } from '../parsing/document-reader.ts'
import type { KindDefinition, Metadata } from './define-kind.ts'

/** The kinds of OpenSLO v1 (https://github.com/OpenSLO/OpenSLO). */
export const OPEN_SLO_KINDS = [
  'AlertCondition',
  'AlertNotificationTarget',
  'AlertPolicy',
  'DataSource',
  'Service',
  'SLI',
  'SLO',
] as const

/** An OpenSLO document: accepted, named, and carried as it is. */
export interface OpenSloDocument {
  readonly kind: (typeof OPEN_SLO_KINDS)[number]
  readonly metadata: Metadata
  readonly spec: JsonObject
}

export const openSloKinds: readonly KindDefinition<OpenSloDocument>[] = OPEN_SLO_KINDS.map((kind) => ({
  kind,
  apiVersion: 'openslo/v1',
  parse: (document, reader) => parseOpenSlo(kind, document, reader),
}))

/** An OpenSLO document as it is: only its name and the outlines of `metadata` and `spec` are looked at. */
function parseOpenSlo(
  kind: OpenSloDocument['kind'],
  document: JsonObject,
  reader: DocumentReader,
): OpenSloDocument {
  const metadata = readObject(document, 'metadata', reader)
  const spec = readObject(document, 'spec', reader)
  const name = metadata['name']
  if (typeof name !== 'string' || name === '') {
    reader.report({
      code: 'missing-field',
      message: 'the `metadata` of an OpenSLO document has a `name`, which is a string',
      hint: 'add `name`',
      path: ['metadata', 'name'],
    })
  }
  return {
    kind,
    metadata: {
      name: typeof name === 'string' ? name : '',
      labels: onlyStrings(metadata['labels']),
      annotations: onlyStrings(metadata['annotations']),
    },
    spec,
  }
}

function readObject(document: JsonObject, field: 'metadata' | 'spec', reader: DocumentReader): JsonObject {
  const value = document[field]
  if (isJsonObject(value)) return value
  reader.report({
    code: value === undefined ? 'missing-field' : 'wrong-type',
    message: `an OpenSLO document has \`${field}\`, which is a mapping`,
    path: [field],
  })
  return {}
}

function onlyStrings(value: JsonValue | undefined): Record<string, string> {
  const entries = isJsonObject(value) ? Object.entries(value) : []
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
