import { constants, inflateSync } from 'node:zlib'
import { DamagedObject } from './damaged-object.ts'

export interface Inflated {
  readonly content: Buffer
  /** How many bytes of the input it took. */
  readonly taken: number
}

/** The most bytes that `deflated` ones can give: 258 for every two bits. */
export function inflatedBound(deflated: number): number {
  return deflated * 1032
}

/** The most that a content of `size` bytes takes as any usual zlib writes it. */
export function deflatedBound(size: number): number {
  return size + Math.floor(size / 256) + 64
}

/**
 * Inflates a zlib stream of exactly `size` bytes at the beginning of `deflated`, and nothing beyond them. Undefined
 * when `deflated` ends before the stream does. Throws DamagedObject.
 */
export function inflateExactly(deflated: Buffer, size: number): Inflated | undefined {
  try {
    const { buffer, engine } = inflateSync(deflated, {
      info: true,
      maxOutputLength: Math.max(size, 1),
      chunkSize: Math.max(size + 1, constants.Z_MIN_CHUNK),
    }) as unknown as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } }
    if (buffer.length !== size) throw new DamagedObject(`it has ${buffer.length} bytes in place of ${size}`)
    return { content: buffer, taken: engine.bytesWritten }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'Z_BUF_ERROR') return undefined
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new DamagedObject(`it has more than ${size} bytes`)
    throw asDamage(error)
  }
}

/** As much as a beginning of a zlib stream inflates to. Throws DamagedObject. */
export function inflateBeginning(deflated: Buffer): Buffer {
  try {
    return inflateSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 1024 })
  } catch (error) {
    throw asDamage(error)
  }
}

/** What zlib says of a stream that is none. */
export function asDamage(error: unknown): unknown {
  const isZlibs = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
  return isZlibs ? new DamagedObject(error.message, { cause: error }) : error
}
