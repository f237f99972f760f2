import { DamagedObject } from '../damaged-object.ts'
import { ObjectTooLarge } from '../object-too-large.ts'

/** The sizes that a delta begins with take no more bytes. */
export const MAX_DELTA_HEAD_BYTES = 20

export interface DeltaHead {
  readonly baseSize: number
  readonly resultSize: number
  /** Where the instructions begin. */
  readonly length: number
}

export function parseDeltaHead(delta: Buffer): DeltaHead {
  const base = parseSize(delta, 0)
  const result = parseSize(delta, base.end)
  return { baseSize: base.size, resultSize: result.size, length: result.end }
}

/** Throws ObjectTooLarge for a result beyond `maxBytes`, before it takes room, and DamagedObject. */
export function applyDelta(base: Buffer, delta: Buffer, maxBytes: number): Buffer {
  const { baseSize, resultSize, length } = parseDeltaHead(delta)
  if (baseSize !== base.length) throw new DamagedObject('a delta is for another object')
  if (resultSize > maxBytes) throw new ObjectTooLarge(resultSize, maxBytes)
  const result = Buffer.allocUnsafeSlow(resultSize)
  let at = length
  let filled = 0
  while (at < delta.length) {
    const instruction = byteAt(delta, at++)
    const copy = (instruction & 0x80) !== 0
    const step = copy
      ? parseCopy(delta, at, instruction)
      : { from: at, count: instruction, end: at + instruction }
    const source = copy ? base : delta
    const fits = step.from + step.count <= source.length && filled + step.count <= resultSize
    if (step.count === 0 || !fits) throw new DamagedObject('a delta copies what is not there')
    source.copy(result, filled, step.from, step.from + step.count)
    filled += step.count
    at = step.end
  }
  if (filled !== resultSize) throw new DamagedObject('a delta gives less than it says')
  return result
}

interface Copy {
  readonly from: number
  readonly count: number
  /** Where the next instruction begins. */
  readonly end: number
}

/** Seven bits say which bytes of the offset (four) and of the count (three) follow. */
function parseCopy(delta: Buffer, start: number, instruction: number): Copy {
  let end = start
  let from = 0
  let count = 0
  for (let bit = 0; bit < 4; bit++) {
    if ((instruction & (1 << bit)) !== 0) from += byteAt(delta, end++) * 2 ** (8 * bit)
  }
  for (let bit = 0; bit < 3; bit++) {
    if ((instruction & (0x10 << bit)) !== 0) count += byteAt(delta, end++) * 2 ** (8 * bit)
  }
  return { from, count: count === 0 ? 0x10000 : count, end }
}

function parseSize(delta: Buffer, start: number): { readonly size: number; readonly end: number } {
  let size = 0
  let end = start
  for (let scale = 1; ; scale *= 128) {
    const byte = byteAt(delta, end++)
    size += (byte & 0x7f) * scale
    if (!Number.isSafeInteger(size)) throw new DamagedObject('a delta is larger than can be')
    if ((byte & 0x80) === 0) return { size, end }
  }
}

function byteAt(delta: Buffer, index: number): number {
  const byte = delta[index]
  if (byte === undefined) throw new DamagedObject('a delta is cut off')
  return byte
}
