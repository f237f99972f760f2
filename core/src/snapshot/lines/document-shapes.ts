import { FLAG_STATES, FLAG_TYPES, FULL_SHARE } from '../../evaluation/flag-type.ts'
import { isJsonObject } from '../../json.ts'
import type { SnapshotFlag } from '../snapshot.ts'
import { all, either, integer, is, listOf, mapOf, objectOf, oneOf, optional, text, tupleOf } from './shape.ts'
import type { Shape } from './shape.ts'

/** The last that a Date can hold, in milliseconds since 1970-01-01T00:00:00Z. */
const MAX_INSTANT = 8.64e15

const texts = listOf(text)
const instant = integer(-MAX_INSTANT, MAX_INSTANT)
const share = integer(0, FULL_SHARE)
const state = oneOf(FLAG_STATES)
const path = all(
  texts,
  is('path', (names) => (names as readonly string[]).length > 0),
)

const variant = is(
  'variant of the flag',
  (name, flag) => typeof name === 'string' && Object.hasOwn((flag as SnapshotFlag).variants, name),
)

const value = is("value of the flag's type", (held, flag) => {
  const { type } = flag as SnapshotFlag
  return type === 'object' ? isJsonObject(held) : typeof held === type
})

const literal = is('expression', (tree) => !isJsonObject(tree))

/** The operators that there are are the evaluator's business. */
const expression: Shape = (tree, document) => (Array.isArray(tree) ? compound : literal)(tree, document)
const compound = all(tupleOf(text), listOf(expression))

const split = all(
  listOf(
    all(
      tupleOf(variant, share),
      is('pair', (part) => (part as readonly unknown[]).length === 2),
    ),
  ),
  is(`split of ${FULL_SHARE}`, (parts) => {
    const weights = (parts as readonly (readonly [string, number])[]).map(([, weight]) => weight)
    return weights.reduce((sum, weight) => sum + weight, 0) === FULL_SHARE
  }),
)

const rules = listOf(
  objectOf({
    name: text,
    if: optional(expression),
    during: optional(objectOf({ from: optional(instant), until: optional(instant) })),
    slot: optional(objectOf({ by: path, seed: text, from: share, until: share })),
    bucketing: optional(objectOf({ by: path, seed: text, percent: share })),
    outcome: either('serve', objectOf({ serve: variant }), objectOf({ split })),
  }),
)

const override = either(
  'variant',
  objectOf({ id: text, variant }),
  all(
    objectOf({ id: text, state: optional(state), rules: optional(rules) }),
    is(
      'override of a variant, state or rules',
      (held) => 'state' in (held as object) || 'rules' in (held as object),
    ),
  ),
)

/** What an evaluator can trust, and that every variant which the flag names is one it has. */
export const FLAG = objectOf({
  type: oneOf(FLAG_TYPES),
  state,
  variants: mapOf(value),
  defaultVariant: variant,
  disabledVariant: variant,
  prerequisites: listOf(objectOf({ flag: text, variants: texts })),
  rules,
  override: optional(override),
})

export const SEGMENT = objectOf({ if: optional(expression), by: path, include: texts, exclude: texts })

export const BOUNDARIES = listOf(objectOf({ at: instant, flags: texts }))

/** Whatever JSON holds may be a config. */
export const CONFIG = is('value', (held) => held !== undefined)
