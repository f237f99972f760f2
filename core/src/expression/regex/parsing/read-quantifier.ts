import type { PatternReader } from './pattern-reader.ts'
import { malformed, tooLarge } from './refused-forms.ts'

const MAX_TIMES = 1000
const QUANTIFIER = /[*+?]|\{(\d+)(,?)(\d*)\}/y
const TIMES = new Map<string, Quantifier>([
  ['*', { least: 0, most: Infinity }],
  ['+', { least: 1, most: Infinity }],
  ['?', { least: 0, most: 1 }],
])

/** How often something comes; `most` may be Infinity. */
export interface Quantifier {
  readonly least: number
  readonly most: number
}

/** Undefined where none comes. Lazy ones mean the same as others, as all that is asked is whether there is a match. */
export function readQuantifier(reader: PatternReader): Quantifier | undefined {
  const at = reader.at
  const match = reader.match(QUANTIFIER)
  if (match === null) return undefined
  const [text, least = '', comma, most] = match
  const quantifier = TIMES.get(text) ?? { least: Number(least), most: boundOf(least, comma, most) }
  reader.take('?')
  const again = reader.at
  if (reader.match(QUANTIFIER) !== null) {
    reader.refuse(malformed('what is repeated is repeated again here', 'put a group around it: (a+)*'), again)
  }
  return check(quantifier, reader, at)
}

function check(quantifier: Quantifier, reader: PatternReader, at: number): Quantifier {
  const { least, most } = quantifier
  if (least > most)
    reader.refuse(malformed(`from ${least} to ${most} times is out of order`, `write {${most},${least}}`), at)
  if (least > MAX_TIMES || (most > MAX_TIMES && most !== Infinity)) {
    reader.refuse(
      tooLarge(`a repetition is of at most ${MAX_TIMES} times`, 'leave out the upper bound: {1,}'),
      at,
    )
  }
  return quantifier
}

function boundOf(least: string, comma: string | undefined, most: string | undefined): number {
  if (comma !== ',') return Number(least)
  return most === '' ? Infinity : Number(most)
}
