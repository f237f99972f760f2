import type { Instruction } from '../program.ts'
import { complementOf, LINE, type CharacterSet } from './character-set.ts'
import { either, PLACE, reading, standing, times, type Fragment } from './fragment.ts'
import type { PatternReader } from './pattern-reader.ts'
import { readClass, setOf } from './read-class.ts'
import { readEscape } from './read-escape.ts'
import { readQuantifier } from './read-quantifier.ts'
import { malformed, refusedGroup, tooLarge } from './refused-forms.ts'

const MAX_OPEN_GROUPS = 64
const DOT = complementOf(LINE)

/** Reads alternatives, up to the end or to what closes the group around them. */
export function readChoice(reader: PatternReader, openGroups: number): Fragment {
  let choice = readSequence(reader, openGroups)
  while (reader.take('|')) {
    const other = readSequence(reader, openGroups)
    choice = reader.allow(choice.length + other.length) ? either(choice, other) : []
  }
  return choice
}

function readSequence(reader: PatternReader, openGroups: number): Fragment {
  const sequence: Instruction[] = []
  while (!['', '|', ')'].includes(reader.peek())) {
    const part = readPart(reader, openGroups)
    if (reader.allow(sequence.length + part.length)) sequence.push(...part)
  }
  return sequence
}

function readPart(reader: PatternReader, openGroups: number): Fragment {
  const place = readPlace(reader)
  const part = place === undefined ? readAtom(reader, openGroups) : standing(place)
  const at = reader.at
  const quantifier = readQuantifier(reader)
  if (quantifier === undefined) return part
  if (place !== undefined)
    reader.refuse(
      malformed('a place in the text (^, $, \\b, \\B) is not repeated', 'leave out the repetition'),
      at,
    )
  const { least, most } = quantifier
  const size = part.length * Math.max(least, 1) + (most === Infinity ? 2 : (most - least) * (part.length + 1))
  return reader.allow(size) ? times(part, least, most) : []
}

function readPlace(reader: PatternReader): number | undefined {
  if (reader.take('^')) return reader.hasLines ? PLACE.lineStart : PLACE.textStart
  if (reader.take('$')) return reader.hasLines ? PLACE.lineEnd : PLACE.textEnd
  if (reader.take('\\b')) return PLACE.wordBoundary
  return reader.take('\\B') ? PLACE.noWordBoundary : undefined
}

function readAtom(reader: PatternReader, openGroups: number): Fragment {
  const at = reader.at
  if (readQuantifier(reader) !== undefined) {
    reader.refuse(
      malformed('there is nothing before this that it could repeat', 'as itself it has a backslash: \\*'),
      at,
    )
    return []
  }
  const character = reader.next()
  if (character === '(') return readGroup(reader, at, openGroups + 1)
  const set = readOne(character, reader, at)
  return set === null ? [] : reading(set)
}

function readOne(character: string, reader: PatternReader, at: number): CharacterSet | null {
  switch (character) {
    case '.':
      return DOT
    case '[':
      return readClass(reader, at)
    case '\\': {
      const escaped = readEscape(reader, at)
      return typeof escaped === 'string' ? setOf(escaped, reader, at) : escaped
    }
    case ']':
    case '{':
    case '}': {
      const hint = `a ${character} as itself is \\${character}; a repetition is {3}, {3,} or {3,5}`
      return reader.refuse(malformed(`this ${character} stands alone`, hint), at)
    }
    default:
      return setOf(character, reader, at)
  }
}

function readGroup(reader: PatternReader, start: number, openGroups: number): Fragment {
  if (!reader.take('?:') && reader.peek() === '?')
    reader.refuse(refusedGroup(reader.source.slice(start)), start)
  if (openGroups > MAX_OPEN_GROUPS) {
    reader.refuse(tooLarge(`more than ${MAX_OPEN_GROUPS} groups are open here`, 'nest fewer groups'), start)
  }
  const choice = readChoice(reader, openGroups)
  if (!reader.take(')'))
    reader.refuse(malformed('this group is not closed: its ) is missing', 'a ( as itself is \\('), start)
  return choice
}
