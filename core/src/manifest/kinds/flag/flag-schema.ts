import { FLAG_STATES, FLAG_TYPES } from '../../../evaluation/flag-type.ts'
import type { JsonObject } from '../../../json.ts'
import { listOf, name, oneOf, record, structure, text, variantName } from '../../schema/schema-fragments.ts'
import { attributePath } from '../values/attribute-path.ts'
import { instant } from '../values/instant.ts'
import { percent } from '../values/share.ts'
import { FLAG_PURPOSES } from './flag.ts'

const MAX_RULES = 64

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

/** The JSON Schema of what a Flag says. */
export const flagSpec: JsonObject = {
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
