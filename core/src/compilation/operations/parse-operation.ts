import { FLAG_STATES, FULL_SHARE } from '../../evaluation/flag-type.ts'
import { isJsonObject } from '../../json.ts'
import type { Shape } from '../../snapshot/lines/shape.ts'
import { all, integer, is, objectOf, oneOf, optional, requireShape } from '../../snapshot/lines/shape.ts'
import type { Operation } from '../operation.ts'

/** As in a document: what is merged must be read again. */
const MAX_LEVELS = 32

const name = is('name', (value) => typeof value === 'string' && value !== '')

/** With these parts and no others: a part that this version does not know might change what the operation does. */
function only(parts: Readonly<Record<string, Shape>>): Shape {
  const known = new Set(Object.keys(parts))
  const isKnown = is(
    `object of ${[...known].join(', ')} alone`,
    (value) => !isJsonObject(value) || Object.keys(value).every((key) => known.has(key)),
  )
  return all(isKnown, objectOf(parts))
}

const TO_VARIANT = only({ id: name, flag: name, variant: name })

const TO_STATE = all(
  only({
    id: name,
    flag: name,
    state: optional(oneOf(FLAG_STATES)),
    percent: optional(only({ rule: name, share: integer(0, FULL_SHARE) })),
  }),
  is(
    'operation with a variant, a state or a percent',
    (value) => has(value, 'state') || has(value, 'percent'),
  ),
)

const patch = is(`value at most ${MAX_LEVELS} levels deep`, (value) => isStorable(value, MAX_LEVELS))
const TO_CONFIG = only({ id: name, config: name, patch })

/**
 * Reads what JSON.parse gave of a row, a file or a message. Throws a TypeError that names what is wrong. What the
 * operation names need not be there: what is not makes it dormant.
 */
export function parseOperation(value: unknown): Operation {
  requireShape(shapeOf(value), value, 'operation')
  return value as Operation
}

function shapeOf(value: unknown): Shape {
  if (has(value, 'config')) return TO_CONFIG
  return has(value, 'variant') ? TO_VARIANT : TO_STATE
}

function has(value: unknown, part: string): boolean {
  return isJsonObject(value) && Object.hasOwn(value, part) && value[part] !== undefined
}

/** Whether JSON can hold it and every reader read it. */
function isStorable(value: unknown, levels: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return value !== undefined
  return levels > 0 && Object.values(value).every((held) => isStorable(held, levels - 1))
}
