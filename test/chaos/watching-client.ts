import type { Revision } from '@evenkeel/core/revision'
import { formatRevision, isNewer } from '@evenkeel/core/revision'
import { readFramePayload, readFrameHeader, parseSnapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from '../support/node-platform.ts'

/** A client that polls as fast as it can and remembers the newest revision it was ever sent. */
export class WatchingClient {
  readonly #token: string
  readonly #violations: string[] = []
  #newest: Revision = { epoch: 0, sequence: 0 }
  #frames = 0

  constructor(token: string) {
    this.#token = token
  }

  get newest(): string {
    return formatRevision(this.#newest)
  }

  get frames(): number {
    return this.#frames
  }

  /** What must never be seen, in words. */
  get violations(): readonly string[] {
    return this.#violations
  }

  /** Polls until `isDone`, or the server is gone. */
  async watch(url: string, isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      try {
        const answer = await fetch(`${url}/v1/environments/production/snapshot`, {
          headers: { authorization: `Bearer ${this.#token}` },
        })
        const bytes = new Uint8Array(await answer.arrayBuffer())
        if (answer.status === 200) this.#take(bytes)
      } catch {
        return
      }
    }
  }

  #take(frame: Uint8Array): void {
    this.#frames++
    const sent = readFrameHeader(frame)
    if (isNewer(this.#newest, sent)) {
      this.#violations.push(`${formatRevision(sent)} was sent after ${this.newest}`)
    } else {
      this.#newest = sent
    }
    const text = readFramePayload(frame, { ...nodePlatform, verifiers: [] })
    const snapshot = parseSnapshot(text)
    for (const key of snapshot.flags.keys()) snapshot.flags.get(key)
  }
}
