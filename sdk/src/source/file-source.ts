import { watch } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import { MAX_FRAME_BYTES } from '@evenkeel/core/snapshot'
import { messageOf, SdkError } from '../errors.ts'
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

  constructor(options: FileSourceOptions) {
    this.#options = options
  }

  start(receiver: Receiver): () => void {
    const file = new WatchedFile(this.#options, receiver)
    file.open()
    return () => {
      file.close()
    }
  }
}

class WatchedFile {
  readonly #options: FileSourceOptions
  readonly #receiver: Receiver
  #unwatch: () => void = () => undefined
  #cancelTimer: () => void = () => undefined
  #closed = false
  #reading = false
  #changedMeanwhile = false
  /** What tells one state of the file from another. */
  #seen = ''

  constructor(options: FileSourceOptions, receiver: Receiver) {
    this.#options = options
    this.#receiver = receiver
  }

  open(): void {
    this.#watchFolder()
    this.#lookAgainAndAgain()
  }

  close(): void {
    this.#closed = true
    this.#unwatch()
    this.#cancelTimer()
  }

  #watchFolder(): void {
    try {
      const watcher = watch(dirname(this.#options.path), { persistent: false }, () => void this.#look())
      watcher.on('error', () => {
        watcher.close()
      })
      this.#unwatch = () => {
        watcher.close()
      }
    } catch {
      // A folder that cannot be watched, or is not there yet: looking again every two seconds is enough.
    }
  }

  #lookAgainAndAgain(): void {
    void this.#look()
    this.#cancelTimer = this.#options.clock.schedule(LOOK_AGAIN_MS, () => {
      this.#lookAgainAndAgain()
    })
  }

  async #look(): Promise<void> {
    this.#changedMeanwhile = true
    if (this.#reading) return
    this.#reading = true
    while (this.#changedMeanwhile && !this.#closed) {
      this.#changedMeanwhile = false
      await this.#readIfChanged()
    }
    this.#reading = false
  }

  async #readIfChanged(): Promise<void> {
    const { path } = this.#options
    try {
      const { ino, size, mtimeMs } = await stat(path)
      if (!this.#isNews(`${ino} ${size} ${mtimeMs}`)) return
      if (size > MAX_FRAME_BYTES) {
        throw new SdkError('too-large', `${path} has ${size} bytes; a frame has at most ${MAX_FRAME_BYTES}`)
      }
      const bytes = await readFile(path)
      if (!this.#closed) this.#receiver.frame(bytes)
    } catch (thrown) {
      const failure = thrown instanceof SdkError ? thrown : unreadable(path, thrown)
      if (thrown !== failure && !this.#isNews(failure.message)) return
      if (!this.#closed) this.#receiver.failed(failure)
    }
  }

  #isNews(state: string): boolean {
    const isNews = state !== this.#seen
    this.#seen = state
    return isNews
  }
}

function unreadable(path: string, cause: unknown): SdkError {
  return new SdkError('unreadable-file', `cannot read the snapshot file ${path}: ${messageOf(cause)}`, {
    cause,
  })
}
