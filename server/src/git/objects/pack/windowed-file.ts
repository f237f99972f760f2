import { open, stat } from 'node:fs/promises'
import { ByteCache } from '../byte-cache.ts'

const WINDOW_BYTES = 64 * 1024

/** A file has no more windows: 64 TiB. */
const MAX_WINDOWS = 2 ** 30

/** Parts of files that were read, shared by the files of a store. */
export class Windows {
  readonly cache: ByteCache<number, Promise<Buffer>>
  #files = 0

  constructor(maxBytes: number) {
    this.cache = new ByteCache(maxBytes)
  }

  /** The first of the keys that belong to one more file. */
  addFile(): number {
    return this.#files++ * MAX_WINDOWS
  }
}

/** A file that is read here and there, a window at a time: never as a whole, and never held open. */
export class WindowedFile {
  readonly path: string
  readonly #windows: Windows['cache']
  readonly #firstKey: number

  constructor(path: string, windows: Windows) {
    this.path = path
    this.#windows = windows.cache
    this.#firstKey = windows.addFile()
  }

  /** Up to `length` bytes: fewer at the end of the file. */
  async read(offset: number, length: number): Promise<Buffer> {
    const first = Math.floor(offset / WINDOW_BYTES)
    const last = Math.floor((offset + Math.max(length, 1) - 1) / WINDOW_BYTES)
    const start = offset - first * WINDOW_BYTES
    if (first === last) return (await this.#window(first)).subarray(start, start + length)
    const parts: Buffer[] = []
    for (let index = first; index <= last; index++) {
      const part = await this.#window(index)
      parts.push(part)
      if (part.length < WINDOW_BYTES) break
    }
    return Buffer.concat(parts).subarray(start, start + length)
  }

  /** In bytes, as it is on the disk now. */
  async size(): Promise<number> {
    return (await stat(this.path)).size
  }

  #window(index: number): Promise<Buffer> {
    const key = this.#firstKey + index
    const known = this.#windows.get(key)
    if (known) return known
    const window = this.#load(index * WINDOW_BYTES)
    this.#windows.set(key, window, WINDOW_BYTES)
    window.catch(() => this.#windows.delete(key))
    return window
  }

  async #load(offset: number): Promise<Buffer> {
    await using file = await open(this.path, 'r')
    const window = Buffer.allocUnsafeSlow(WINDOW_BYTES)
    const { bytesRead } = await file.read(window, 0, WINDOW_BYTES, offset)
    return window.subarray(0, bytesRead)
  }
}
