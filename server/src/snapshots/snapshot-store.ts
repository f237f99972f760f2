/** Injection token of the SnapshotStore. */
export const SNAPSHOT_STORE = Symbol('SnapshotStore')

/** Which snapshot of an environment is the newest. */
export interface Head {
  readonly environment: string
  readonly epoch: number
  readonly sequence: number
}

/** A snapshot as it is kept: immutable once published. */
export interface StoredSnapshot extends Head {
  readonly commit: string
  readonly stateHash: string
  readonly contentHash: string
  /** The canonical text, deflated once at publication. */
  readonly payload: Uint8Array
  readonly inflatedLength: number
  readonly frameBytes: number
  readonly publishedAt: Date
}

/** Where an environment's head was when a publication was prepared; absent for its first one. */
export interface ExpectedHead {
  readonly environment: string
  readonly head?: Omit<Head, 'environment'>
}

/** One commit's snapshots, published together or not at all. */
export interface Publication {
  readonly commit: string
  readonly committedAt: Date
  readonly subject: string
  readonly author: string
  readonly snapshots: readonly StoredSnapshot[]
  readonly expectedHeads: readonly ExpectedHead[]
}

/** The truth about what is served. An environment that a later commit no longer has keeps its head. */
export interface SnapshotStore {
  /** The newest snapshot of every environment, by environment name. */
  findHeads(): Promise<readonly StoredSnapshot[]>
  /** The same without what is in them, for asking often. */
  findHeadRevisions(): Promise<readonly Head[]>
  /**
   * In one transaction: the revision, its snapshots, and every head moved by compare-and-set. Gives `conflict`,
   * with nothing written, when another publisher moved a head first.
   */
  publish(publication: Publication): Promise<'published' | 'conflict'>
}
