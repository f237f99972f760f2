import { isList, type Expression } from '../expression.ts'
import { alphabetOf } from './alphabet.ts'
import { EDGE, FIRST_INSTRUCTION, type Program } from './program.ts'

/** Where the ways through a program lead, by symbol: whether the text matches once that is certain, else on. */
type State = (State | boolean | undefined)[]

/** The kind of what was read last, then the positions where no fork is taken yet, ascending: each a code unit. */
type Origin = string

const START: Origin = String.fromCharCode(EDGE, FIRST_INSTRUCTION)

/** How much the states that are kept may hold: as much as `a{1000}` asks for. */
const MAX_CELLS = 512 * 1024
/** So that a position is a code unit. */
const MAX_POSITION = 0xffff

/**
 * Compiles a program to a test of texts. All ways through the program are followed at once, so that no code point costs
 * more than a look at each instruction; where they lead is kept, within bounds, so that it mostly costs a look-up.
 * Throws a TypeError on a program that admission cannot have made.
 */
export function compileMatcher(program: Expression): (text: string) => boolean {
  if (!isProgram(program)) throw new TypeError('a regular expression is malformed')
  const { end, symbolOf, isIn } = alphabetOf(program)
  const ascii = Uint8Array.from({ length: 128 }, (_, point) => symbolOf(point))
  const states = new Map<string, State>()
  const origins = new Map<State, Origin>()
  /** Of each position, while a symbol is followed: 1 or 0. */
  const isReached = new Uint8Array(program.length + 1)
  const isNext = new Uint8Array(program.length + 1)
  let first: State | undefined
  let room = MAX_CELLS

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
    const origin = origins.get(state) as Origin
    const after = symbol === end ? EDGE : isIn(1, symbol) + 2 * isIn(2, symbol)
    const queue: number[] = []
    const reach = (position: number): void => {
      if (isReached[position]) return
      isReached[position] = 1
      queue.push(position)
    }
    isReached.fill(0)
    isNext.fill(0)
    for (let i = 1; i < origin.length; i++) reach(origin.charCodeAt(i))
    for (const position of queue) {
      const instruction = program[position]
      if (instruction === undefined) return (state[symbol] = true)
      if (typeof instruction === 'number') {
        reach(position + 1)
        if ((instruction >> (4 * origin.charCodeAt(0) + after)) & 1) reach(position + (instruction >> 16))
      } else isNext[position + 1] = isIn(position, symbol)
    }
    const next: number[] = []
    for (let i = 0; i < isNext.length; i++) if (isNext[i]) next.push(i)
    return (state[symbol] = next.length > 0 && stateOf(String.fromCharCode(after, ...next)))
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
