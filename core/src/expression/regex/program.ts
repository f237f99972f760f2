/**
 * A regular expression as it travels, for a small machine to run over the code points of a text. A position is an index
 * of this list; instructions begin at `FIRST_INSTRUCTION`, and a way that arrives at the list's length is a match.
 *
 * A string is a set of code points: one of it is read, then the next instruction follows. It says, ascending, where the
 * set begins and ends in turn: `a{` is a to z, and `a` is a and all above it. Nothing is in the empty set.
 *
 * A number is a fork: the next instruction follows, and also, if its lower 16 bits allow it, the one at `number >> 16`
 * from here. Bit `4 × before + after` allows it between the code point read last and the one read next, each being of
 * kind 1 in the set `word`, 2 in the set `line`, 3 beyond the text and 0 otherwise.
 *
 * All ways are followed from the beginning of the text on: what a search may skip, instructions read.
 */
export type Program = readonly ['[]', word: string, line: string, ...instructions: Instruction[]]

export type Instruction = string | number

export const FIRST_INSTRUCTION = 3

/** The kind of what is beyond the text. */
export const EDGE = 3
