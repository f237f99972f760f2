import type { Attribute, AttributeType, ContextManifest } from '../kinds/context.ts'
import { defined } from './defined.ts'
import type { DocumentReader } from './document-reader.ts'
import { parseAttributePath } from './values/parse-attribute-path.ts'
import { parseMetadata, type Written } from './written-document.ts'

export interface WrittenContextSpec {
  readonly attributes: Readonly<
    Record<
      string,
      {
        readonly type: AttributeType
        readonly list?: boolean
        readonly description?: string
        readonly private?: boolean
      }
    >
  >
}

export function parseContext(
  { metadata, spec }: Written<WrittenContextSpec>,
  reader: DocumentReader,
): ContextManifest {
  const attributes = new Map<string, Attribute>()
  for (const [written, attribute] of Object.entries(spec.attributes)) {
    const path = parseAttributePath(written)?.join('.')
    if (path === undefined) reportMalformed(written, reader)
    else if (attributes.has(path)) reportRepeated(written, path, reader)
    else {
      const { type, list = false, description, private: isPrivate = false } = attribute
      attributes.set(path, defined({ type, list, description, private: isPrivate }))
    }
  }
  return { kind: 'Context', metadata: parseMetadata(metadata), attributes: Object.fromEntries(attributes) }
}

function reportMalformed(written: string, reader: DocumentReader): void {
  reader.report({
    code: 'malformed-path',
    message: `\`${written}\` is not the path of an attribute`,
    hint: 'join names with dots, as in address.country; put names with other characters in backquotes',
    path: ['spec', 'attributes', written],
    atKey: true,
  })
}

function reportRepeated(written: string, path: string, reader: DocumentReader): void {
  reader.report({
    code: 'repeated-name',
    message: `the attribute \`${path}\` is listed twice`,
    hint: 'delete one of them',
    path: ['spec', 'attributes', written],
    atKey: true,
  })
}
