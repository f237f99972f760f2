import type { FlagState, FlagType, Share } from '../../evaluation/flag-type.ts'
import { FLAG_STATES, FLAG_TYPES, FULL_SHARE } from '../../evaluation/flag-type.ts'
import type { Expression } from '../../expression/expression.ts'
import type { JsonObject, JsonValue } from '../../json.ts'
import type { Metadata } from './metadata.ts'
import {
  documentSchema,
  listOf,
  name,
  oneOf,
  record,
  structure,
  text,
  variantName,
} from '../schema/schema-fragments.ts'

export type { FlagState, FlagType, Share }
export { FLAG_STATES, FLAG_TYPES, FULL_SHARE }

const FLAG_PURPOSES = ['release', 'experiment', 'operational', 'permission', 'kill-switch'] as const
export type FlagPurpose = (typeof FLAG_PURPOSES)[number]

/** A path into the evaluation context: `['address', 'country']`. Never empty. */
export type AttributePath = readonly string[]

/** An expression as written, and what it compiles to. */
export interface Condition {
  readonly source: string
  readonly tree: Expression
}

export interface Prerequisite {
  readonly flag: string
  /** The flag resolves to one of these; never empty. */
  readonly variants: readonly string[]
}

/** Milliseconds since 1970-01-01T00:00:00Z; `from` inclusive, `until` exclusive. */
export interface During {
  readonly from?: number
  readonly until?: number
}

export interface WeightedVariant {
  readonly variant: string
  readonly weight: Share
}

export type RuleOutcome = { readonly serve: string } | { readonly split: readonly WeightedVariant[] }

/** A slot of an ExclusionGroup, written `group/slot`. */
export interface SlotReference {
  readonly group: string
  readonly slot: string
}

export interface Rule {
  readonly name: string
  readonly if?: Condition
  readonly during?: During
  readonly slot?: SlotReference
  /** FULL_SHARE when the document does not say. */
  readonly percent: Share
  /** `['targetingKey']` when the document does not say. */
  readonly by: AttributePath
  /** The flag key when the document does not say. */
  readonly seed: string
  readonly outcome: RuleOutcome
}

/** What one environment says of a flag; a field that is present replaces the flag's own. */
export interface FlagOverlay {
  readonly state: FlagState
  readonly variants?: Readonly<Record<string, JsonValue>>
  readonly defaultVariant?: string
  readonly disabledVariant?: string
  readonly prerequisites?: readonly Prerequisite[]
  readonly rules?: readonly Rule[]
}

export interface Flag {
  readonly kind: 'Flag'
  /** `metadata.name` is the flag key. */
  readonly metadata: Metadata
  readonly description?: string
  /** The name of a Team. */
  readonly owner?: string
  /** `expires` is a calendar date, `2027-03-01`. */
  readonly lifecycle?: { readonly purpose: FlagPurpose; readonly expires?: string }
  readonly type: FlagType
  /** `{ on: true, off: false }` for a boolean flag that does not say. */
  readonly variants: Readonly<Record<string, JsonValue>>
  readonly defaultVariant: string
  /** `defaultVariant` when the document does not say. */
  readonly disabledVariant: string
  /** JSON Schema that every variant satisfies. */
  readonly schema?: JsonObject
  readonly prerequisites: readonly Prerequisite[]
  readonly rules: readonly Rule[]
  /** By environment name; a flag is DISABLED where it is not listed. */
  readonly environments: Readonly<Record<string, FlagOverlay>>
}

const INSTANT_PATTERN = String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$`

/** A moment, the same everywhere. */
export const instant = (what: string) => ({
  type: 'string',
  pattern: INSTANT_PATTERN,
  description: `${what}: date, time and zone, such as 2026-12-01T09:00:00+01:00`,
})

/** In characters. */
export const MAX_ATTRIBUTE_PATH = 256

/** A path to an attribute: names joined with dots, those with other characters in backquotes. */
export const attributePath = (what: string) => ({
  type: 'string',
  minLength: 1,
  maxLength: MAX_ATTRIBUTE_PATH,
  description: `${what}, such as address.country`,
})

const MAX_RULES = 64

export const percent = (description: string) => ({ type: 'number', minimum: 0, maximum: 100, description })

const prerequisites = listOf(
  structure(
    {
      flag: name('The key of another flag'),
      variants: { ...listOf(variantName, 'The variants it may resolve to'), minItems: 1 },
    },
    { required: ['flag', 'variants'] },
  ),
  'Flags that come first; where one is unmet, this flag resolves to its defaultVariant',
)

const rule = {
  ...structure(
    {
      name: name('The name of the rule, unique in the flag'),
      if: text('A condition over the evaluation context; left out, it always holds'),
      during: {
        ...structure({ from: instant('From, inclusive'), until: instant('Until, exclusive') }),
        minProperties: 1,
        description: 'When the rule applies',
      },
      slot: {
        type: 'string',
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}/[A-Za-z0-9][A-Za-z0-9._-]{0,127}$',
        description: 'Only subjects in this slot of an ExclusionGroup, written group/slot',
      },
      percent: percent('The share of subjects exposed, with up to three decimals; default 100'),
      by: attributePath('The attribute whose value decides the share; default targetingKey'),
      seed: {
        type: 'string',
        pattern: '^[^/]{1,256}$',
        description: 'What shares are drawn with, without "/"; default the flag key',
      },
      serve: variantName,
      split: {
        ...listOf(
          structure(
            { variant: variantName, weight: percent('Percent') },
            { required: ['variant', 'weight'] },
          ),
          'Variants by weight; weights add up to 100',
        ),
        minItems: 1,
      },
    },
    { required: ['name'] },
  ),
  oneOf: [{ required: ['serve'] }, { required: ['split'] }],
}

const rules = { ...listOf(rule, 'The first rule that matches decides'), maxItems: MAX_RULES }

const variants = (values: 'any' | 'object') => ({
  ...record(
    values === 'object' ? { type: 'object' } : { type: ['boolean', 'string', 'number', 'object'] },
    name('The name of a variant'),
    'Values by name',
  ),
  minProperties: 1,
})

const overlay = structure(
  {
    state: oneOf(FLAG_STATES, 'ENABLED, DISABLED or ARCHIVED'),
    variants: variants('object'),
    defaultVariant: variantName,
    disabledVariant: variantName,
    prerequisites,
    rules,
  },
  { required: ['state'], description: 'What replaces the flag in this environment' },
)

const spec = {
  ...structure(
    {
      description: text('What the flag decides'),
      owner: name('The name of a Team'),
      lifecycle: structure(
        {
          purpose: oneOf(FLAG_PURPOSES, `one of ${FLAG_PURPOSES.join(', ')}`),
          expires: {
            type: 'string',
            pattern: String.raw`^\d{4}-\d{2}-\d{2}$`,
            description: 'A calendar date, such as 2027-03-01',
          },
        },
        { required: ['purpose'] },
      ),
      type: oneOf(FLAG_TYPES, 'boolean, string, number or object'),
      variants: variants('any'),
      defaultVariant: variantName,
      disabledVariant: variantName,
      schema: { type: 'object', description: 'JSON Schema that every variant satisfies' },
      prerequisites,
      rules,
      environments: record(
        overlay,
        name('The name of an Environment'),
        'By environment; the flag is DISABLED where it is not listed',
      ),
    },
    { required: ['type', 'defaultVariant'] },
  ),
  if: { required: ['type'], properties: { type: { enum: ['string', 'number', 'object'] } } },
  then: { required: ['variants'] },
}

export const flagSchema: JsonObject = documentSchema('Flag', 'A feature flag', spec)
