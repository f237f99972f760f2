/** Which publication of an environment: a later one has a higher sequence in its epoch, or a higher epoch. */
export interface Revision {
  /** An integer from 0 to MAX_EPOCH. */
  readonly epoch: number
  /** An integer from 0 to Number.MAX_SAFE_INTEGER. */
  readonly sequence: number
}

/** What a frame's header has room for. */
export const MAX_EPOCH = 2 ** 32 - 1

const WRITTEN = /^(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,15})$/

/** Negative when `a` was published before `b`, positive when after, 0 when they are the same; a total order. */
export function compareRevisions(a: Revision, b: Revision): number {
  return a.epoch - b.epoch || a.sequence - b.sequence
}

/** Whether `revision` was published after `other`; anything was after nothing. */
export function isNewer(revision: Revision, other: Revision | undefined): boolean {
  return other === undefined || compareRevisions(revision, other) > 0
}

/** As it is shown everywhere: `epoch.sequence`, both in decimal, such as `57801600.42`. */
export function formatRevision({ epoch, sequence }: Revision): string {
  return `${epoch}.${sequence}`
}

/** The revision that is written exactly so by `formatRevision`; `undefined` for every other text. */
export function parseRevision(text: string): Revision | undefined {
  const match = WRITTEN.exec(text)
  const epoch = Number(match?.[1])
  const sequence = Number(match?.[2])
  return epoch <= MAX_EPOCH && sequence <= Number.MAX_SAFE_INTEGER ? { epoch, sequence } : undefined
}
