import { watch } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import { MAX_FRAME_BYTES } from '@evenkeel/core/snapshot'
import { messageOf } from '@evenkeel/core/errors'
import { SdkError } from '../errors.ts'
import type { Receiver, Source } from './source.ts'

const LOOK_AGAIN_MS = 2_000

export interface FileSourceOptions {
  readonly path: string
  readonly clock: Clock
}

/**
 * Reads a frame from a file, and again whenever the file is another one. Its folder is watched; because watching does
 * not work on every file system, the file is also looked at every two seconds.
 */
export class FileSource implements Source {
  readonly kind = 'file'
  readonly #options: FileSourceOptions
  #receiver: Receiver | undefined
  #cancelTimer: (() => void) | undefined
  #isReading = false
  #isDue = false
  /** What tells one state of the file from another. */
  #seen: string | undefined

  constructor(options: FileSourceOptions) {
    this.#options = options
  }

  start(receiver: Receiver): () => void {
    this.#receiver = receiver
    const unwatch = this.#watchFolder()
    this.#lookAgainAndAgain()
    return () => {
      this.#receiver = undefined
      unwatch?.()
      this.#cancelTimer?.()
    }
  }

  #watchFolder(): (() => void) | undefined {
    try {
      const watcher = watch(dirname(this.#options.path), { persistent: false }, () => void this.#look())
      const close = () => {
        watcher.close()
      }
      watcher.on('error', close)
      return close
    } catch {
      // A folder that cannot be watched, or is not there yet: looking again every two seconds is enough.
      return undefined
    }
  }

  #lookAgainAndAgain(): void {
    void this.#look()
    this.#cancelTimer = this.#options.clock.schedule(LOOK_AGAIN_MS, () => {
      this.#lookAgainAndAgain()
    })
  }

  /** One look at a time; another that falls due meanwhile follows. */
  async #look(): Promise<void> {
    this.#isDue = true
    if (this.#isReading) return
    this.#isReading = true
    while (this.#isDue) {
      this.#isDue = false
      await this.#readIfChanged()
    }
    this.#isReading = false
  }

  async #readIfChanged(): Promise<void> {
    const { path } = this.#options
    try {
      const state = await stat(path)
      // Reading a pipe may never end.
      if (!state.isFile()) throw new Error('it is not a file')
      const { ino, size, mtimeMs } = state
      if (!this.#isNews(`${ino} ${size} ${mtimeMs}`)) return
      if (size > MAX_FRAME_BYTES) {
        const message = `${path} has ${size} bytes; a frame has at most ${MAX_FRAME_BYTES}`
        this.#receiver?.failed(new SdkError('too-large', message))
      } else {
        const bytes = await readFile(path)
        this.#receiver?.frame(bytes)
      }
    } catch (cause) {
      const message = `cannot read the snapshot file ${path}: ${messageOf(cause)}`
      if (this.#isNews(message)) this.#receiver?.failed(new SdkError('unreadable-file', message, { cause }))
    }
  }

  #isNews(state: string): boolean {
    const isNews = state !== this.#seen
    this.#seen = state
    return isNews
  }
}
