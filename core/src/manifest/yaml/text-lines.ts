import type { Position } from '../source-file.ts'

/** Turns offsets into a text into lines and columns. */
export class TextLines {
  readonly #starts: readonly number[]
  readonly #length: number

  constructor(text: string) {
    const starts = [0]
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    this.#starts = starts
    this.#length = text.length
  }

  /** Offsets outside the text count as its first or last place. */
  positionAt(offset: number): Position {
    const within = Math.min(Math.max(offset, 0), this.#length)
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= within) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: within - (this.#starts[low] ?? 0) + 1 }
  }
}
