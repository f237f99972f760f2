import type { Program } from './program.ts'

/** The code points that a program tells apart: those that are in the same of its sets are one symbol. */
export interface Alphabet {
  /** The symbol that stands for the end of the text; those of code points are below it. */
  readonly end: number
  readonly symbolOf: (point: number) => number
  /** Whether a symbol is in the set at a position: 1 or 0. */
  readonly isIn: (position: number, symbol: number) => number
}

export function alphabetOf(program: Program): Alphabet {
  const sets = program.map((part) => (typeof part === 'string' ? codePointsOf(part) : []))
  /** Where each symbol begins. */
  const symbols = [...new Set([0, ...sets.flat()])].sort((a, b) => a - b)
  const end = symbols.length
  return {
    end,
    symbolOf(point) {
      let symbol = end - 1
      while ((symbols[symbol] as number) > point) symbol--
      return symbol
    },
    isIn(position, symbol) {
      const point = symbols[symbol] ?? -1
      let inside = 0
      for (const boundary of sets[position] as number[]) {
        if (boundary > point) break
        inside ^= 1
      }
      return inside
    },
  }
}

function codePointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number)
}
