import { createReadStream } from 'node:fs'
import { createInflate } from 'node:zlib'
import { DamagedObject } from '../../objects/damaged-object.ts'
import { asDamage } from '../../objects/inflate.ts'

const STEP_BYTES = 64 * 1024

/** Where a zlib stream is, and how many bytes it inflates to. */
export interface Deflated {
  readonly path: string
  readonly start: number
  readonly size: number
}

/**
 * Inflates a zlib stream in steps; nothing is held but the part that `use` is given. Gives how many bytes of the file
 * the stream takes. Throws DamagedObject.
 */
export async function inflateThrough(
  { path, start, size }: Deflated,
  use: (part: Buffer) => void,
): Promise<number> {
  const source = createReadStream(path, { start, highWaterMark: STEP_BYTES })
  const inflate = createInflate({ chunkSize: STEP_BYTES })
  source.on('error', (error) => inflate.destroy(error)).pipe(inflate)
  let inflated = 0
  try {
    for await (const part of inflate as AsyncIterable<Buffer>) {
      inflated += part.length
      if (inflated > size) throw new DamagedObject(`an object has more than ${size} bytes`)
      use(part)
    }
  } catch (error) {
    throw asDamage(error)
  } finally {
    source.destroy()
  }
  if (inflated < size) throw new DamagedObject(`an object has ${inflated} bytes in place of ${size}`)
  return inflate.bytesWritten
}
