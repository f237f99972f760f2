import type { Hash } from 'node:crypto'
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { DamagedObject } from '../../objects/damaged-object.ts'

const READ_BYTES = 256 * 1024

/** Reads a pack from its beginning to its end, and knows the checksums of what was taken. */
export class PackScanner {
  readonly #file: FileHandle
  readonly #hash: Hash = createHash('sha1')
  #held: Buffer = Buffer.alloc(0)
  #offset = 0
  #crc = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  /** Of the next byte. */
  get offset(): number {
    return this.#offset
  }

  /** The next bytes, which stay: at least `count`, fewer only at the end of the file. */
  async peek(count: number): Promise<Buffer> {
    while (this.#held.length < count) {
      const missing = Math.max(count - this.#held.length, READ_BYTES)
      const more = Buffer.allocUnsafeSlow(missing)
      const { bytesRead } = await this.#file.read(more, 0, missing, this.#offset + this.#held.length)
      if (bytesRead === 0) break
      const read = more.subarray(0, bytesRead)
      this.#held = this.#held.length === 0 ? read : Buffer.concat([this.#held, read])
    }
    return this.#held
  }

  /** Goes past bytes that were peeked at. */
  take(count: number): void {
    const taken = this.#held.subarray(0, count)
    this.#hash.update(taken)
    this.#crc = crc32(taken, this.#crc)
    this.#held = this.#held.subarray(count)
    this.#offset += count
  }

  /** Goes past more than needs to be peeked at. Throws DamagedObject at the end of the file. */
  async skip(count: number): Promise<void> {
    for (let left = count; left > 0;) {
      const step = Math.min(left, (await this.peek(1)).length)
      if (step === 0) throw new DamagedObject('the pack is cut off')
      this.take(step)
      left -= step
    }
  }

  startEntry(): void {
    this.#crc = 0
  }

  /** Of what was taken since the entry was started. */
  get entryCrc(): number {
    return this.#crc
  }

  /** Of everything that was taken. */
  digest(): Buffer {
    return this.#hash.copy().digest()
  }
}
