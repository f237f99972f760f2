import { isList, type Expression } from '../expression.ts'
import { EDGE, FIRST_INSTRUCTION, type Program } from './program.ts'

/** Where the ways through a program lead next, by symbol; what was not asked yet is not there. */
type State = (State | undefined)[]

/** What a state is made from: the kind of what was read last, and positions where no fork is taken yet. */
type Origin = readonly [kind: number, ...positions: number[]]

const START: Origin = [EDGE, FIRST_INSTRUCTION]
const MATCH: State = []
const NO_MATCH: State = []

/** How much the states that are kept may hold. */
const MAX_CELLS = 8192

/**
 * Compiles a program to a test of texts. All ways through the program are followed at once, so that no code point costs
 * more than a look at each instruction; where they lead is kept, within bounds, so that it mostly costs a look-up.
 * Throws a TypeError on a program that admission cannot have made.
 */
export function compileMatcher(program: Expression | undefined): (text: string) => boolean {
  if (!isProgram(program)) throw new TypeError('the program of a regular expression is malformed')
  const sets = program.map(boundariesOf)
  /** Where each symbol begins: code points that no set tells apart are one. The text's end is one more. */
  const symbols = [...new Set([0, ...sets.flat()])].sort((a, b) => a - b)
  const end = symbols.length
  const ascii = Uint8Array.from({ length: 128 }, (_, point) => symbolOf(point))
  const states = new Map<string, State>()
  const origins = new WeakMap<State, Origin>()
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
    return (sets[set] as number[]).filter((boundary) => boundary <= point).length & 1
  }

  function stateOf(origin: Origin): State {
    const key = origin.join()
    let state = states.get(key)
    if (state) return state
    room -= end + origin.length
    if (room < 0) {
      states.clear()
      first = undefined
      room = MAX_CELLS
    }
    state = new Array<State | undefined>(end + 1)
    states.set(key, state)
    origins.set(state, origin)
    return state
  }

  const follow = (state: State, symbol: number): State => {
    const [before, ...positions] = origins.get(state) as Origin
    const after = symbol === end ? EDGE : isIn(1, symbol) + 2 * isIn(2, symbol)
    const reached = new Set(positions)
    const read: number[] = []
    for (const position of reached) {
      const instruction = program[position]
      if (instruction === undefined) return (state[symbol] = MATCH)
      if (typeof instruction === 'number') {
        reached.add(position + 1)
        if ((instruction >> (4 * before + after)) & 1) reached.add(position + (instruction >> 16))
      } else if (isIn(position, symbol)) read.push(position + 1)
    }
    return (state[symbol] = read.length > 0 ? stateOf([after, ...read.sort()]) : NO_MATCH)
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
      state = state[symbol] ?? follow(state, symbol)
      if (state === MATCH) return true
      if (state === NO_MATCH) return false
    }
    return (state[end] ?? follow(state, end)) === MATCH
  }
}

/** Forks lead to an instruction or to the end. */
function isProgram(tree: Expression | undefined): tree is Program {
  return (
    tree !== undefined &&
    isList(tree) &&
    tree.every((part, position) => {
      if (typeof part !== 'number') return typeof part === 'string'
      const target = position + (part >> 16)
      return target >= FIRST_INSTRUCTION && target <= tree.length
    })
  )
}

function boundariesOf(part: string | number): readonly number[] {
  return typeof part === 'string' ? Array.from(part, (character) => character.codePointAt(0) as number) : []
}
