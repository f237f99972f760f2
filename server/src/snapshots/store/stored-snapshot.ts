/** A place in the order of an environment's publications. */
export interface Place {
  readonly environment: string
  readonly epoch: number
  readonly sequence: number
}

/** A snapshot as it is kept: immutable once published. */
export interface StoredSnapshot extends Place {
  readonly commit: string
  readonly stateHash: string
  readonly contentHash: string
  /** The canonical text, deflated once at publication. */
  readonly payload: Uint8Array
  readonly inflatedLength: number
  readonly frameBytes: number
  readonly publishedAt: Date
}
