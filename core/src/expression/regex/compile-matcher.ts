import { isList, type Expression } from '../expression.ts'
import { EDGE, FIRST_INSTRUCTION, type Program } from './program.ts'

/** Where the ways through a program lead, by symbol: whether the text matches once that is certain, else on. */
type State = (State | boolean | undefined)[]

/** The kind of what was read last, then the positions where no fork is taken yet: each a code point. */
type Origin = string

const START: Origin = String.fromCodePoint(EDGE, FIRST_INSTRUCTION)

/** How much the states that are kept may hold: as much as `a{1000}` asks for. */
const MAX_CELLS = 512 * 1024
/** So that a position is a code point, and no surrogate. */
const MAX_POSITION = 0xd7ff

/**
 * Compiles a program to a test of texts. All ways through the program are followed at once, so that no code point costs
 * more than a look at each instruction; where they lead is kept, within bounds, so that it mostly costs a look-up.
 * Throws a TypeError on a program that admission cannot have made.
 */
export function compileMatcher(program: Expression): (text: string) => boolean {
  if (!isProgram(program)) throw new TypeError('a regular expression is malformed')
  const sets = program.map((part) => (typeof part === 'string' ? codePointsOf(part) : []))
  /** Where each symbol begins: code points that no set tells apart are one. The text's end is one more. */
  const symbols = [...new Set([0, ...sets.flat()])].sort((a, b) => a - b)
  const end = symbols.length
  const ascii = Uint8Array.from({ length: 128 }, (_, point) => symbolOf(point))
  const states = new Map<string, State>()
  const origins = new Map<State, Origin>()
  let first: State | undefined
  let room = MAX_CELLS

  function symbolOf(point: number): number {
    let symbol = end - 1
    while ((symbols[symbol] as number) > point) symbol--
    return symbol
  }

  /** 1 or 0. */
  function isIn(set: number, symbol: number): number {
    const point = symbols[symbol] ?? -1
    let inside = 0
    for (const boundary of sets[set] as number[]) if (boundary <= point) inside ^= 1
    return inside
  }

  function stateOf(origin: Origin): State {
    let state = states.get(origin)
    if (state) return state
    room -= end + origin.length
    if (room < 0) {
      states.clear()
      origins.clear()
      first = undefined
      room = MAX_CELLS
    }
    state = new Array<State[number]>(end + 1)
    states.set(origin, state)
    origins.set(state, origin)
    return state
  }

  const follow = (state: State, symbol: number): State | boolean => {
    const [before = 0, ...positions] = codePointsOf(origins.get(state) as Origin)
    const after = symbol === end ? EDGE : isIn(1, symbol) + 2 * isIn(2, symbol)
    const reached = new Set(positions)
    const read: number[] = []
    for (const position of reached) {
      const instruction = program[position]
      if (instruction === undefined) return (state[symbol] = true)
      if (typeof instruction === 'number') {
        reached.add(position + 1)
        if ((instruction >> (4 * before + after)) & 1) reached.add(position + (instruction >> 16))
      } else if (isIn(position, symbol)) read.push(position + 1)
    }
    read.sort((a, b) => a - b)
    return (state[symbol] = read.length > 0 && stateOf(String.fromCodePoint(after, ...read)))
  }

  return (text) => {
    let state = (first ??= stateOf(START))
    for (let i = 0; i < text.length; i++) {
      let symbol = ascii[text.charCodeAt(i)]
      if (symbol === undefined) {
        const point = text.codePointAt(i) as number
        symbol = symbolOf(point)
        if (point > 0xffff) i++
      }
      const next = state[symbol] ?? follow(state, symbol)
      if (typeof next === 'boolean') return next
      state = next
    }
    return (state[end] ?? follow(state, end)) === true
  }
}

/** Forks lead to an instruction or to the end. */
function isProgram(tree: Expression): tree is Program {
  return (
    isList(tree) &&
    tree.length <= MAX_POSITION &&
    tree.every((part, position) => {
      if (typeof part !== 'number') return typeof part === 'string'
      const target = position + (part >> 16)
      return target >= FIRST_INSTRUCTION && target <= tree.length
    })
  )
}

function codePointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number)
}
