import type { Receiver, Source, SourceKind } from './source.ts'

/** A source that brings what it is told to, to whoever started it and has not stopped it. */
export class FakeSource implements Source {
  readonly kind: SourceKind
  starts = 0
  #receiver: Receiver | undefined

  constructor(kind: SourceKind = 'server') {
    this.kind = kind
  }

  get isRunning(): boolean {
    return this.#receiver !== undefined
  }

  start(receiver: Receiver): () => void {
    this.starts += 1
    this.#receiver = receiver
    return () => {
      this.#receiver = undefined
    }
  }

  /** Throws when nobody is there to bring it to. */
  get receiver(): Receiver {
    if (this.#receiver === undefined) throw new Error('the source is not running')
    return this.#receiver
  }
}
