const MAX_CODE_POINT = 0x10ffff

/**
 * Code points, as the ascending list of where they begin and end in turn: a code point is in the set when it is at or
 * above an odd number of these.
 */
export type CharacterSet = readonly number[]

export const NOTHING: CharacterSet = []
export const DIGIT = span('0', '9')
export const WORD = unionOf([DIGIT, span('A', 'Z'), span('_', '_'), span('a', 'z')])
/** ECMAScript's line terminators. */
export const LINE = unionOf([span('\n', '\n'), span('\r', '\r'), span('\u2028', '\u2029')])
/** ECMAScript's white space and line terminators. */
export const SPACE = unionOf([
  LINE,
  span('\t', '\r'),
  ...Array.from(' \u00a0\u1680\u202f\u205f\u3000\ufeff', (space) => span(space, space)),
  span('\u2000', '\u200a'),
])

/** Both ends included. */
export function rangeOf(first: number, last: number): CharacterSet {
  return last === MAX_CODE_POINT ? [first] : [first, last + 1]
}

export function complementOf(set: CharacterSet): CharacterSet {
  return set[0] === 0 ? set.slice(1) : [0, ...set]
}

export function unionOf(sets: readonly CharacterSet[]): CharacterSet {
  const changes = sets.flatMap((set) => set.map((at, i) => ({ at, by: i % 2 === 0 ? 1 : -1 })))
  changes.sort((a, b) => a.at - b.at || b.by - a.by)
  const union: number[] = []
  let open = 0
  for (const { at, by } of changes) {
    const before = open
    open += by
    if (before === 0 || open === 0) union.push(at)
  }
  return union
}

/** With the other case of every ASCII letter that is in it. */
export function foldCase(set: CharacterSet): CharacterSet {
  return unionOf([set, shift(intersect(set, span('A', 'Z')), 32), shift(intersect(set, span('a', 'z')), -32)])
}

function intersect(set: CharacterSet, other: CharacterSet): CharacterSet {
  return complementOf(unionOf([complementOf(set), complementOf(other)]))
}

function shift(set: CharacterSet, by: number): CharacterSet {
  return set.map((at) => at + by)
}

function span(first: string, last: string): CharacterSet {
  return rangeOf(first.codePointAt(0) as number, last.codePointAt(0) as number)
}
