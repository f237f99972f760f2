import type { Attribute, AttributeType, ContextManifest } from '../context.ts'
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
  for (const [written, { type, list = false, description, private: isPrivate = false }] of Object.entries(
    spec.attributes,
  )) {
    const path = parseAttributePath(written)?.join('.')
    if (path === undefined || attributes.has(path)) {
      reader.report({
        code: path === undefined ? 'malformed-path' : 'repeated-name',
        message:
          path === undefined
            ? `\`${written}\` is not the path of an attribute`
            : `\`${written}\` is the same attribute as another entry`,
        hint: 'join names with dots, as in address.country; put names with other characters in backquotes',
        path: ['spec', 'attributes', written],
        atKey: true,
      })
      continue
    }
    attributes.set(path, defined({ type, list, description, private: isPrivate }))
  }
  return { kind: 'Context', metadata: parseMetadata(metadata), attributes: Object.fromEntries(attributes) }
}
