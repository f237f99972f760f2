import type { Evaluator } from '@evenkeel/core/evaluation'
import { createEvaluator } from '@evenkeel/core/evaluation'
import { SnapshotError } from '@evenkeel/core/errors'
import type { FrameHeader, Snapshot, Verifier } from '@evenkeel/core/snapshot'
import {
  changedKeys,
  parseSnapshot,
  readFrameHeader,
  readFramePayload,
  verifyFrame,
} from '@evenkeel/core/snapshot'
import { messageOf, SdkError } from '../errors.ts'
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
export type Taken = Comparison & {
  /** Present when the frame had expired when it came: it is used, but nobody knows how old its news is. */
  readonly expired?: SdkError
}

type Comparison =
  | { readonly outcome: 'first' | 'same-content' }
  | {
      readonly outcome: 'changed'
      readonly changedFlags: readonly string[]
      readonly changedConfigs: readonly string[]
    }

/** The snapshot in use. What is no good never takes its place. */
export class HeldSnapshot {
  readonly #options: HeldSnapshotOptions
  #digest: Uint8Array | undefined
  /** Absent until the first snapshot. */
  evaluator: Evaluator | undefined

  constructor(options: HeldSnapshotOptions) {
    this.#options = options
  }

  /** As flagMetadata has it: `epoch.sequence`. */
  get revision(): string | undefined {
    const held = this.evaluator?.snapshot.revision
    return held === undefined ? undefined : `${held.epoch}.${held.sequence}`
  }

  /** Throws SdkError and holds what it held when the frame must not be used. */
  takeFrame(frame: Uint8Array): Taken {
    return refusing(() => {
      const header = readFrameHeader(frame)
      this.#assertWanted(header.environment, header)
      const taken = this.#holds(header) ? this.#verify(frame) : this.#read(frame, header)
      const expired = this.#options.fromServer && header.expiresAt <= this.#options.now()
      return expired ? { ...taken, expired: expiry(header) } : taken
    })
  }

  /** Throws SdkError and holds what it held when the snapshot must not be used. */
  takeSnapshot(snapshot: Snapshot): Taken {
    return refusing(() => {
      this.#assertWanted(snapshot.environment, snapshot.revision)
      this.#digest = undefined
      return this.#hold(snapshot)
    })
  }

  #verify(frame: Uint8Array): Comparison {
    verifyFrame(frame, { sha256, verifiers: this.#options.verifiers })
    return { outcome: 'same-content' }
  }

  #read(frame: Uint8Array, header: FrameHeader): Comparison {
    const { verifiers } = this.#options
    const snapshot = parseSnapshot(readFramePayload(frame, { sha256, inflate, verifiers }))
    assertSame(header, snapshot)
    const taken = this.#hold(snapshot)
    this.#digest = header.digest
    return taken
  }

  #holds(header: FrameHeader): boolean {
    const held = this.evaluator?.snapshot.revision
    return (
      held !== undefined &&
      this.#digest !== undefined &&
      held.epoch === header.epoch &&
      held.sequence === header.sequence &&
      Buffer.compare(header.digest, this.#digest) === 0
    )
  }

  #assertWanted(environment: string, offered: { epoch: number; sequence: number }): void {
    const wanted = this.#options.environment ?? environment
    if (environment !== wanted) {
      throw new SdkError(
        'other-environment',
        `refused a snapshot of environment "${environment}": this client is for "${wanted}"`,
      )
    }
    const held = this.evaluator?.snapshot.revision
    if (!this.#options.fromServer || held === undefined) return
    if (offered.epoch < held.epoch || (offered.epoch === held.epoch && offered.sequence < held.sequence)) {
      throw new SdkError(
        'older-revision',
        `refused revision ${offered.epoch}.${offered.sequence}: it is older than ${held.epoch}.${held.sequence}, which is in use`,
      )
    }
  }

  #hold(snapshot: Snapshot): Comparison {
    const before = this.evaluator?.snapshot
    const evaluator = createEvaluator({ snapshot, now: this.#options.now })
    const taken = compare(before, snapshot)
    this.evaluator = evaluator
    return taken
  }
}

function compare(before: Snapshot | undefined, after: Snapshot): Comparison {
  if (before === undefined) return { outcome: 'first' }
  if (before.contentHash === after.contentHash) return { outcome: 'same-content' }
  const { flags, configs } = changedKeys(before, after)
  return { outcome: 'changed', changedFlags: flags, changedConfigs: configs }
}

/** The header was judged; the payload must be what it spoke of. */
function assertSame(header: FrameHeader, { environment, revision }: Snapshot): void {
  const same =
    environment === header.environment &&
    revision.epoch === header.epoch &&
    revision.sequence === header.sequence
  if (!same) {
    throw new SdkError(
      'malformed',
      `refused a frame whose header says "${header.environment}" ${header.epoch}.${header.sequence} but which holds "${environment}" ${revision.epoch}.${revision.sequence}`,
    )
  }
}

function expiry({ environment, epoch, sequence, expiresAt }: FrameHeader): SdkError {
  return new SdkError(
    'expired',
    `the frame of "${environment}" ${epoch}.${sequence} expired at ${new Date(expiresAt).toISOString()}, before it came: something on the way repeats old frames, or this machine's clock is ahead`,
  )
}

function refusing(take: () => Taken): Taken {
  try {
    return take()
  } catch (cause) {
    if (cause instanceof SdkError) throw cause
    const code = cause instanceof SnapshotError ? cause.code : 'unusable'
    throw new SdkError(code, `refused a frame: ${messageOf(cause)}`, { cause })
  }
}
