import type { Snapshot } from '@evenkeel/core/snapshot'
import { changedKeys, parseSnapshot } from '@evenkeel/core/snapshot'
import { readBack, requireContentHash } from '../preparation/revision/read-back.ts'
import type { Documents } from '../preparation/revision/require-usable.ts'
import { everythingOf, requireUsable } from '../preparation/revision/require-usable.ts'
import { contentAsCommitted, stampSnapshot } from '../preparation/revision/stamp-snapshot.ts'
import type { StoredCompilation } from '../snapshots/store/stored-revision.ts'

/** In UTF-16 code units. Beyond this, all flags of an environment are evaluated again at the next commit. */
const MAX_REMEMBERED_LENGTH = 64 * 1024 * 1024

/** A place that says nothing: where a commit will be published is not known yet. */
const PROVISIONAL = { epoch: 1, sequence: 1, publishedAt: new Date(0) }

/**
 * Does with compilations what an SDK will do with what is published of them: reads a frame, and evaluates every flag.
 * Flags that are as they were when their environment was last verified, or are in the environment before, are not
 * evaluated again.
 */
export class CompilationVerifier {
  readonly #maxRememberedLength: number
  /** The text that was verified last, by environment. */
  #remembered: ReadonlyMap<string, string> = new Map()

  constructor(maxRememberedLength = MAX_REMEMBERED_LENGTH) {
    this.#maxRememberedLength = maxRememberedLength
  }

  /** All of a commit; an environment that is not among them is forgotten. Throws SnapshotError. */
  verify(compilations: readonly StoredCompilation[]): void {
    const remembered = new Map<string, string>()
    let length = 0
    let before: string | undefined
    for (const compilation of compilations) {
      const text = this.#verifyOne(compilation, this.#remembered.get(compilation.environment) ?? before)
      before = text
      length += text.length
      if (length <= this.#maxRememberedLength) remembered.set(compilation.environment, text)
    }
    this.#remembered = remembered
  }

  /** `verified` is what no flag need be evaluated again of. */
  #verifyOne(base: StoredCompilation, verified: string | undefined): string {
    const revision = { base, operations: [], stamp: PROVISIONAL }
    const { snapshot: stored } = stampSnapshot(revision, contentAsCommitted(base))
    const reading = readBack(stored)
    requireContentHash(stored, reading)
    const documents = changedSince(verified, reading.snapshot)
    requireUsable(reading.snapshot, { ...documents, nowMs: 0 })
    return reading.payload
  }
}

function changedSince(before: string | undefined, snapshot: Snapshot): Documents {
  if (before === undefined) return everythingOf(snapshot)
  const { flags, ...others } = changedKeys(parseSnapshot(before), snapshot)
  return { flags: flags.filter((key) => snapshot.flags.has(key)), ...others }
}
