import type { JsonObject } from '../../json.ts'
import type { Issue } from '../issue.ts'
import type { DocumentReader } from '../parsing/document-reader.ts'
import type { PlacedDocument } from '../placed-document.ts'
import { name, record, structure } from '../schema/schema-fragments.ts'
import { validateKind } from '../schema/validate-kind.ts'

/** The apiVersion of our own kinds. */
export const API_VERSION = 'evenkeel/v1'

/** What every document may say of itself. */
export interface Metadata {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

interface AnyManifest {
  readonly kind: string
  readonly metadata: Metadata
}

/** One kind of document, as far as whoever reads documents knows of it. */
export interface KindDefinition<M extends AnyManifest> {
  readonly kind: M['kind']
  readonly apiVersion: string
  /** What is wrong with the document is reported; there may be a manifest all the same. */
  parse(document: JsonObject, reader: DocumentReader): M | undefined
  /** Where documents of the kind do not agree with each other; `isAnyBroken` where there may be more of them. */
  check?(documents: readonly PlacedDocument<M>[], isAnyBroken: boolean): readonly Issue[]
}

export interface OwnKindDefinition<M extends AnyManifest> extends KindDefinition<M> {
  /** JSON Schema draft-07, which editors read best: published, and what parsing goes by. */
  readonly schema: JsonObject
}

/** What a manifest holds besides what every one does. */
export type FieldsOf<M extends AnyManifest> = Omit<M, 'kind' | 'metadata'>

/**
 * A kind of `apiVersion: evenkeel/v1`. `read` is given a spec for which the schema holds, which is what its type says; it
 * reports what else is wrong.
 */
export function defineKind<M extends AnyManifest>(definition: {
  readonly kind: M['kind']
  readonly description: string
  /** The schema of `spec`, which may be left out where it need not say anything. */
  readonly spec: JsonObject
  readonly read: (spec: never, reader: DocumentReader, name: string) => FieldsOf<M>
  readonly check?: OwnKindDefinition<M>['check']
}): OwnKindDefinition<M> {
  const { kind, description, spec, read, check } = definition
  const schema = documentSchema(kind, description, spec)
  return {
    kind,
    apiVersion: API_VERSION,
    schema,
    ...(check && { check }),
    parse: (document, reader) => {
      const problems = validateKind(schema, document)
      for (const problem of problems) reader.report(problem)
      if (problems.length > 0) return undefined
      const { metadata, spec: written = {} } = document as unknown as Written
      const { name, labels = {}, annotations = {} } = metadata
      const fields = read(written as never, reader, name)
      return { kind, metadata: { name, labels, annotations }, ...fields } as unknown as M
    },
  }
}

/** A document as it is written, once the schema of its kind holds. */
interface Written {
  readonly metadata: Pick<Metadata, 'name'> & Partial<Metadata>
  readonly spec?: unknown
}

/** The shape every document of ours has around its `spec`. */
function documentSchema(kind: string, description: string, spec: JsonObject): JsonObject {
  const isSpecRequired = 'required' in spec || 'anyOf' in spec
  const texts = (what: string) => record({ type: 'string' }, { minLength: 1 }, what)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: kind,
    ...structure(
      {
        apiVersion: { const: API_VERSION },
        kind: { const: kind },
        metadata: structure(
          {
            name: name('The name of the document'),
            labels: texts('For people and queries, such as team: checkout'),
            annotations: texts('Anything worth noting, such as a runbook'),
          },
          { required: ['name'] },
        ),
        spec,
      },
      { required: ['apiVersion', 'kind', 'metadata', ...(isSpecRequired ? ['spec'] : [])], description },
    ),
  }
}
