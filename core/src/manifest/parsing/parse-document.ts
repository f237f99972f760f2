import type { JsonObject, JsonValue } from '../../json.ts'
import { findNearestName } from '../../nearest-name.ts'
import type { Manifest } from '../manifest.ts'
import { OWN_KINDS, manifestSchemas, type OwnKind } from '../schema/manifest-schemas.ts'
import { OPEN_SLO_KINDS } from '../kinds/open-slo.ts'
import { API_VERSION } from '../schema/schema-fragments.ts'
import { listNames, quote } from '../quote.ts'
import { validateKind } from '../schema/validate-kind.ts'
import type { DocumentReader } from './document-reader.ts'
import { parseConfig } from './parse-config.ts'
import { parseContext } from './parse-context.ts'
import { parseEnvironment } from './parse-environment.ts'
import { parseExclusionGroup } from './parse-exclusion-group.ts'
import { parseFlag } from './flag/parse-flag.ts'
import { parseFlagTest } from './parse-flag-test.ts'
import { parseOpenSlo } from './parse-open-slo.ts'
import { parseRepository } from './parse-repository.ts'
import { parseSegment } from './parse-segment.ts'
import { parseTeam } from './parse-team.ts'

const OPEN_SLO_VERSION = 'openslo/v1'

const API_VERSIONS = [API_VERSION, OPEN_SLO_VERSION] as const

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
  if (apiVersion === OPEN_SLO_VERSION) {
    const kind = readOneOf(document, 'kind', OPEN_SLO_KINDS, reader)
    return kind && parseOpenSlo(kind, document, reader)
  }
  const kind = readOneOf(document, 'kind', OWN_KINDS, reader)
  if (kind === undefined) return undefined
  const problems = validateKind(manifestSchemas[kind], document)
  for (const problem of problems) reader.report(problem)
  return problems.length > 0 ? undefined : PARSERS[kind]({ spec: {}, ...document } as never, reader)
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

/** The schema of its kind holds of every document that gets here, and is what these types say. */
const PARSERS: Readonly<Record<OwnKind, (document: never, reader: DocumentReader) => Manifest>> = {
  Repository: parseRepository,
  Environment: parseEnvironment,
  Flag: parseFlag,
  Segment: parseSegment,
  ExclusionGroup: parseExclusionGroup,
  Context: parseContext,
  Config: parseConfig,
  Team: parseTeam,
  FlagTest: parseFlagTest,
}
