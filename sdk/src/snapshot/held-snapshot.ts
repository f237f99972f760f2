import { messageOf, SnapshotError } from '@evenkeel/core/errors'
import type { Evaluator } from '@evenkeel/core/evaluation'
import { createEvaluator } from '@evenkeel/core/evaluation'
import type { ClientStanding, RejectedFrame } from '@evenkeel/core/protocol'
import { MAX_REJECTION_CHARACTERS } from '@evenkeel/core/protocol'
import type { Revision } from '@evenkeel/core/revision'
import { compareRevisions, formatRevision } from '@evenkeel/core/revision'
import type { Snapshot, Verifier } from '@evenkeel/core/snapshot'
import {
  changedKeys,
  inflatePayload,
  parseSnapshot,
  readFrameHeader,
  verifyFrame,
} from '@evenkeel/core/snapshot'
import { SdkError } from '../errors.ts'
import { inflate, sha256 } from './node-platform.ts'

export interface HeldSnapshotOptions {
  /** The environment that is asked for; undefined when any will do. */
  readonly environment: string | undefined
  /** Then (epoch, sequence) may not go back, and frames expire. */
  readonly fromServer: boolean
  readonly verifiers: readonly Verifier[]
  readonly now: () => number
}

/** What taking a snapshot came to. */
export interface Taken {
  readonly isFirst: boolean
  /** Both are empty for the first snapshot and for one with the same content. */
  readonly changedFlags: readonly string[]
  readonly changedConfigs: readonly string[]
  /** Present when the frame had expired when it came: it is used, but nobody knows how old its news is. */
  readonly expired?: SdkError
}

const NOTHING_CHANGED: Taken = { isFirst: false, changedFlags: [], changedConfigs: [] }

/** The snapshot in use. What is no good never takes its place. */
export class HeldSnapshot {
  readonly #options: HeldSnapshotOptions
  #digest: Uint8Array | undefined
  /** Absent until the first snapshot. */
  evaluator: Evaluator | undefined
  /** Another object whenever a snapshot was taken or a frame refused. */
  standing: ClientStanding = {}

  constructor(options: HeldSnapshotOptions) {
    this.#options = options
  }

  /** As flagMetadata has it: `epoch.sequence`. */
  get revision(): string | undefined {
    return this.evaluator && formatRevision(this.evaluator.snapshot.revision)
  }

  /** Throws SdkError and holds what it held when the frame must not be used. */
  takeFrame(frame: Uint8Array): Taken {
    try {
      const { verifiers, fromServer, now } = this.#options
      const header = verifyFrame(frame, { sha256, verifiers })
      const { digest } = header
      const isKnown = this.#digest !== undefined && Buffer.compare(digest, this.#digest) === 0
      // The payload is known, the header may be new.
      const taken = isKnown
        ? NOTHING_CHANGED
        : this.#hold(parseSnapshot(inflatePayload(frame, header, inflate)))
      this.#digest = digest
      if (this.standing.rejected) this.#stand()
      return fromServer && header.expiresAt <= now() ? { ...taken, expired: expired() } : taken
    } catch (cause) {
      const refusal = refusalOf(cause)
      const { code, message } = refusal
      this.#stand({ ...revisionIn(frame), code, message: message.slice(0, MAX_REJECTION_CHARACTERS) })
      throw refusal
    }
  }

  /** Throws SdkError and holds what it held when the snapshot must not be used. */
  takeSnapshot(snapshot: Snapshot): Taken {
    try {
      return this.#hold(snapshot)
    } catch (cause) {
      throw refusalOf(cause)
    }
  }

  #hold(snapshot: Snapshot): Taken {
    const before = this.evaluator?.snapshot
    this.#assertWanted(snapshot, before)
    const taken = compare(before, snapshot)
    this.evaluator = createEvaluator({ snapshot, now: this.#options.now })
    this.#stand()
    return taken
  }

  #stand(rejected?: RejectedFrame): void {
    const revision = this.evaluator?.snapshot.revision
    this.standing = {
      applied: revision && { epoch: revision.epoch, sequence: revision.sequence },
      rejected,
    }
  }

  #assertWanted(offered: Snapshot, held: Snapshot | undefined): void {
    const { environment = offered.environment, fromServer } = this.#options
    if (offered.environment !== environment) {
      throw new SdkError(
        'other-environment',
        `refused a snapshot of environment "${offered.environment}": this client is for "${environment}"`,
      )
    }
    if (fromServer && held !== undefined && compareRevisions(offered.revision, held.revision) < 0) {
      throw new SdkError(
        'older-revision',
        `refused revision ${formatRevision(offered.revision)}: it is older than ${formatRevision(held.revision)}, which is in use`,
      )
    }
  }
}

function compare(before: Snapshot | undefined, after: Snapshot): Taken {
  if (before === undefined) return { ...NOTHING_CHANGED, isFirst: true }
  if (before.contentHash === after.contentHash) return NOTHING_CHANGED
  const { flags, configs } = changedKeys(before, after)
  return { isFirst: false, changedFlags: flags, changedConfigs: configs }
}

/** Says the same each time, for what is said again is not logged again. */
function expired(): SdkError {
  return new SdkError(
    'expired',
    'a frame had expired when it came: a proxy repeats old frames, or this clock is ahead',
  )
}

function refusalOf(cause: unknown): SdkError {
  if (cause instanceof SdkError) return cause
  const code = cause instanceof SnapshotError ? cause.code : 'unusable'
  return new SdkError(code, `refused a snapshot: ${messageOf(cause)}`, { cause })
}

/** What the frame says it is; nothing where its header is no good. */
function revisionIn(frame: Uint8Array): Partial<Revision> {
  try {
    const { epoch, sequence } = readFrameHeader(frame)
    return { epoch, sequence }
  } catch {
    return {}
  }
}
