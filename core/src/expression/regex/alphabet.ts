import type { Program } from './program.ts'

/** The code points that a program tells apart: those that are in the same of its sets are one symbol. */
export interface Alphabet {
  /** The symbol that stands for the end of the text; those of code points are below it. */
  readonly end: number
  readonly symbolOf: (point: number) => number
  /** Whether a symbol is in the set at a position: 1 or 0. */
  readonly isIn: (position: number, symbol: number) => number
}

/** A set of code points, and what was last asked of it. */
interface AskedSet {
  readonly boundaries: readonly number[]
  symbol: number
  inside: number
}

export function alphabetOf(program: Program): Alphabet {
  const distinct = new Map<unknown, AskedSet>()
  for (const part of program) {
    distinct.set(part, {
      boundaries: typeof part === 'string' ? codePointsOf(part) : [],
      symbol: -1,
      inside: 0,
    })
  }
  const sets = program.map((part) => distinct.get(part) as AskedSet)
  /** Where each symbol begins. */
  const symbols = [...new Set([0, ...Array.from(distinct.values(), ({ boundaries }) => boundaries).flat()])]
  symbols.sort((a, b) => a - b)
  const end = symbols.length
  return {
    end,
    symbolOf(point) {
      let symbol = end - 1
      while ((symbols[symbol] as number) > point) symbol--
      return symbol
    },
    isIn(position, symbol) {
      const set = sets[position] as AskedSet
      if (set.symbol !== symbol) {
        const point = symbols[symbol] ?? -1
        set.symbol = symbol
        set.inside = 0
        for (const boundary of set.boundaries) if (boundary <= point) set.inside ^= 1
      }
      return set.inside
    },
  }
}

function codePointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number)
}
