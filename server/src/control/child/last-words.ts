import { saysHeapExhausted } from '@evenkeel/core/limits'

/** V8 tells its stack after it has said that there is no room left. */
const KEPT_BYTES = 16 * 1024
const TOLD_LINES = 10

/** The end of what a process wrote, however much it was. */
export class LastWords {
  #kept = Buffer.alloc(0)

  add(chunk: Uint8Array): void {
    this.#kept = Buffer.concat([this.#kept, chunk.subarray(-KEPT_BYTES)]).subarray(-KEPT_BYTES)
  }

  get areOfExhaustedHeap(): boolean {
    return saysHeapExhausted(this.#kept.toString('utf8'))
  }

  /** The last lines, without what is nobody's business. */
  tell(secret?: string): string {
    const lines = this.#kept.toString('utf8').split('\n')
    const told = lines.map((line) => line.trim()).filter((line) => line !== '')
    const text = told.slice(-TOLD_LINES).join('\n')
    return secret === undefined || secret === '' ? text : text.replaceAll(secret, '[hidden]')
  }
}
