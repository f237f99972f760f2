import { Buffer } from 'node:buffer'
import { DamagedObject } from '../objects/damaged-object.ts'

const LENGTH_BYTES = 4
const MAX_LINE_BYTES = 65520
/** Ends a section. */
export const FLUSH = '0000'

/** A line as Git frames it: four digits that say how long it is, and then the text. */
export function writePktLine(text: string): string {
  const length = Buffer.byteLength(text) + LENGTH_BYTES
  return length.toString(16).padStart(LENGTH_BYTES, '0') + text
}

/** Gives the payload of each line, and `undefined` for each end of a section. Throws DamagedObject. */
export async function* parsePktLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | undefined> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    held =
      held.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        : Buffer.concat([held, chunk])
    for (let line = takeLine(held); line; line = takeLine(held)) {
      yield line.payload
      held = held.subarray(line.length)
    }
  }
  if (held.length > 0) throw new DamagedObject('the answer ends within a line')
}

function takeLine(
  held: Buffer,
): { readonly payload: Buffer | undefined; readonly length: number } | undefined {
  if (held.length < LENGTH_BYTES) return undefined
  const digits = held.toString('latin1', 0, LENGTH_BYTES)
  const length = /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : MAX_LINE_BYTES + 1
  if (length > MAX_LINE_BYTES) throw new DamagedObject('the answer is not in lines as Git frames them')
  if (length < LENGTH_BYTES) return { payload: undefined, length: LENGTH_BYTES }
  return held.length < length ? undefined : { payload: held.subarray(LENGTH_BYTES, length), length }
}
