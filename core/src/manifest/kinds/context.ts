import { defined } from '../defined.ts'
import { issueIn } from '../issue-in.ts'
import { oneOf, record, structure, text } from '../schema/schema-fragments.ts'
import { defineKind, type Metadata } from './define-kind.ts'
import { MAX_ATTRIBUTE_PATH, parseAttributePath, reportMalformedPath } from './values/attribute-path.ts'

const ATTRIBUTE_TYPES = ['string', 'number', 'boolean', 'instant', 'semver', 'ip'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

export interface Attribute {
  readonly type: AttributeType
  /** The attribute holds a list of `type`. */
  readonly list: boolean
  readonly description?: string
  /** Never in a log, an event or telemetry. */
  readonly private: boolean
}

/** The attributes services send; strict once it is present. At most one a repository. */
export interface ContextManifest {
  readonly kind: 'Context'
  readonly metadata: Metadata
  /** By attribute path, joined with dots: `address.country`. */
  readonly attributes: Readonly<Record<string, Attribute>>
}

interface WrittenContext {
  readonly attributes: Readonly<Record<string, Partial<Attribute> & Pick<Attribute, 'type'>>>
}

const attribute = structure(
  {
    type: oneOf(ATTRIBUTE_TYPES, `one of ${ATTRIBUTE_TYPES.join(', ')}`),
    list: { type: 'boolean', description: 'The attribute holds a list of `type`; default false' },
    description: text('What the attribute says'),
    private: { type: 'boolean', description: 'Kept out of logs, events and telemetry; default false' },
  },
  { required: ['type'] },
)

export const contextKind = defineKind<ContextManifest>({
  kind: 'Context',
  description: 'The attributes services send; what is not listed here cannot be used',
  spec: structure(
    {
      attributes: record(
        attribute,
        { type: 'string', minLength: 1, maxLength: MAX_ATTRIBUTE_PATH },
        'By attribute path, such as address.country',
      ),
    },
    { required: ['attributes'] },
  ),
  read: (spec: WrittenContext, reader) => {
    const attributes = new Map<string, Attribute>()
    for (const [written, attribute] of Object.entries(spec.attributes)) {
      const place = { path: ['spec', 'attributes', written], atKey: true }
      const path = parseAttributePath(written)?.join('.')
      if (path === undefined) reportMalformedPath(written, place, reader)
      else if (attributes.has(path)) {
        reader.report({
          code: 'repeated-name',
          message: `the attribute \`${path}\` is listed twice`,
          hint: 'delete one of them',
          ...place,
        })
      } else {
        const { type, list = false, description, private: isPrivate = false } = attribute
        attributes.set(path, defined({ type, list, description, private: isPrivate }))
      }
    }
    return { attributes: Object.fromEntries(attributes) }
  },
  check: ([first, ...others]) =>
    others.map((document) =>
      issueIn(document, {
        code: 'several-contexts',
        message: `there is another Context document, in ${first?.file ?? ''}; services send one context`,
        hint: 'move its attributes there',
        path: ['kind'],
      }),
    ),
})
