import { EDGE, type Instruction, type Program } from '../program.ts'
import { LINE, NOTHING, WORD, type CharacterSet } from './character-set.ts'

/** Instructions that read what a part of a pattern matches and go on behind themselves, wherever they are put. */
export type Fragment = readonly Instruction[]

/** Where an assertion holds, as the lower bits of a fork. */
export const PLACE = {
  textStart: where((before) => before === EDGE),
  textEnd: where((_, after) => after === EDGE),
  lineStart: where((before) => before === EDGE || before === 2),
  lineEnd: where((_, after) => after === EDGE || after === 2),
  wordBoundary: where((before, after) => (before === 1) !== (after === 1)),
  noWordBoundary: where((before, after) => (before === 1) === (after === 1)),
}
const ANYWHERE = where(() => true)

/** Nothing is read, so the way ends there. */
const DEAD_END = textOf(NOTHING)
const SKIP: Fragment = times([textOf([0])], 0, Infinity)

export function reading(set: CharacterSet): Fragment {
  return [textOf(set)]
}

export function standing(place: number): Fragment {
  return [fork(2, place), DEAD_END]
}

export function either(first: Fragment, second: Fragment): Fragment {
  return [fork(first.length + 3), ...first, fork(second.length + 2), DEAD_END, ...second]
}

/** `most` may be Infinity. */
export function times(part: Fragment, least: number, most: number): Fragment {
  if (most === Infinity) {
    const more = [...part, fork(-part.length)]
    return least === 0 ? optional(more) : [...copies(part, least - 1), ...more]
  }
  let rest: Fragment = []
  for (let i = least; i < most; i++) rest = optional([...part, ...rest])
  return [...copies(part, least), ...rest]
}

/** Finds the fragment anywhere in a text. */
export function programOf(fragment: Fragment): Program {
  const asks = (...places: readonly number[]) =>
    fragment.some((part) => typeof part === 'number' && places.includes(part & ANYWHERE))
  const word = asks(PLACE.wordBoundary, PLACE.noWordBoundary) ? WORD : NOTHING
  const line = asks(PLACE.lineStart, PLACE.lineEnd) ? LINE : NOTHING
  const isAnchored = fragment[0] === fork(2, PLACE.textStart)
  return ['[]', textOf(word), textOf(line), ...(isAnchored ? [] : SKIP), ...fragment]
}

/** Whether there is a way through it that reads nothing, wherever it stands. */
export function canReadNothing(fragment: Fragment): boolean {
  const reached = new Set([0])
  for (const position of reached) {
    const instruction = fragment[position]
    if (typeof instruction !== 'number') continue
    reached.add(position + 1)
    if ((instruction & ANYWHERE) === ANYWHERE) reached.add(position + (instruction >> 16))
  }
  return reached.has(fragment.length)
}

function optional(part: Fragment): Fragment {
  return [fork(part.length + 1), ...part]
}

function copies(part: Fragment, count: number): Fragment {
  return Array.from({ length: count }, () => part).flat()
}

function fork(offset: number, place = ANYWHERE): number {
  return (offset << 16) | place
}

function textOf(set: CharacterSet): string {
  return String.fromCodePoint(...set)
}

function where(isAllowed: (before: number, after: number) => boolean): number {
  let bits = 0
  for (let bit = 0; bit < 16; bit++) if (isAllowed(bit >> 2, bit & 3)) bits |= 1 << bit
  return bits
}
