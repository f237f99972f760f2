import { complementOf, foldCase, rangeOf, unionOf, type CharacterSet } from './character-set.ts'
import type { PatternReader } from './pattern-reader.ts'
import { readEscape } from './read-escape.ts'
import { malformed, refused } from './refused-forms.ts'

const CASED = /^\p{Changes_When_Casemapped}$/u
const RANGE = /-(?!\])/y
const SURROGATE = /^\p{Surrogate}$/u

/** Reads a class, whose opening bracket stands at `start` and is read. */
export function readClass(reader: PatternReader, start: number): CharacterSet | null {
  const isNegated = reader.take('^')
  const members: CharacterSet[] = []
  while (!reader.take(']')) {
    const member = readMember(reader, start)
    if (member === null) return null
    members.push(member)
  }
  if (members.length === 0) {
    return reader.refuse(
      malformed(`the class ${isNegated ? '[^]' : '[]'} is empty`, 'a ] in a class is written \\]'),
      start,
    )
  }
  const set = unionOf(members)
  return isNegated ? complementOf(set) : set
}

/** A character as a set, with its other case where the pattern does not tell them apart. */
export function setOf(character: string, reader: PatternReader, at: number): CharacterSet | null {
  return rangeBetween(character, character, reader, at)
}

/** One character, a range of them, or what an escape such as `\d` stands for. */
function readMember(reader: PatternReader, start: number): CharacterSet | null {
  const at = reader.at
  const first = readCharacter(reader, start)
  if (first === null) return null
  if (reader.match(RANGE) === null) return typeof first === 'string' ? setOf(first, reader, at) : first
  const last = readCharacter(reader, start)
  if (last === null) return null
  return typeof first === 'string' && typeof last === 'string'
    ? rangeBetween(first, last, reader, at)
    : reader.refuse(
        malformed('a range goes from one character to another', 'a - in a class is written \\-'),
        at,
      )
}

function readCharacter(reader: PatternReader, start: number): string | CharacterSet | null {
  const at = reader.at
  if (reader.take('\\')) return readEscape(reader, at)
  if (reader.take('[:')) {
    return reader.refuse(
      refused(['a named class `[:`', 'write \\d, \\w or the ranges; a [ in a class is written \\[']),
      at,
    )
  }
  return (
    reader.next() ||
    reader.refuse(malformed('this class is not closed: its ] is missing', 'a [ as itself is \\['), start)
  )
}

function rangeBetween(first: string, last: string, reader: PatternReader, at: number): CharacterSet | null {
  const from = first.codePointAt(0) as number
  const to = last.codePointAt(0) as number
  if (from > to)
    return reader.refuse(
      malformed(`the range ${first}-${last} is out of order`, 'write the lower first; a - as itself is \\-'),
      at,
    )
  if (SURROGATE.test(first) || SURROGATE.test(last)) {
    return reader.refuse(refused(['half of a surrogate pair', 'write the whole character']), at)
  }
  if (!reader.foldsCase) return rangeOf(from, to)
  if (to > 0x7f && (from < to || CASED.test(last))) {
    const what = from < to ? `the range ${first}-${last}` : last
    return reader.refuse(
      refused([`${what} with the flag i, which is for ASCII,`, 'leave out i and write both cases: [éÉ]']),
      at,
    )
  }
  return foldCase(rangeOf(from, to))
}
