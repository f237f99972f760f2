import { complementOf, DIGIT, SPACE, WORD, type CharacterSet } from './character-set.ts'
import type { PatternReader } from './pattern-reader.ts'
import { refusedEscape } from './refused-forms.ts'

const CLASSES = new Map<string, CharacterSet>([
  ['d', DIGIT],
  ['D', complementOf(DIGIT)],
  ['s', SPACE],
  ['S', complementOf(SPACE)],
  ['w', WORD],
  ['W', complementOf(WORD)],
])
const CONTROLS = new Map([
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])
const PUNCTUATION = /^[ -/:-@[-^`{-~]$/

/** One code unit, or the two of a character beyond U+FFFF. */
const CODE_UNITS = /x[0-9A-Fa-f]{2}|u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}/y

/** Reads what follows a backslash that stands at `start`: one character, or a class of them. */
export function readEscape(reader: PatternReader, start: number): string | CharacterSet | null {
  const [codes] = reader.match(CODE_UNITS) ?? []
  if (codes !== undefined)
    return String.fromCharCode(
      ...codes
        .split(/\\?[ux]/)
        .slice(1)
        .map((hex) => parseInt(hex, 16)),
    )
  const character = reader.next()
  const escaped = CLASSES.get(character) ?? CONTROLS.get(character)
  if (escaped !== undefined) return escaped
  return PUNCTUATION.test(character) ? character : reader.refuse(refusedEscape(character), start)
}
