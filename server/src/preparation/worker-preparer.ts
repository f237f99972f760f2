import type { Clock } from '@evenkeel/core/clock'
import type { Operation } from '@evenkeel/core/compilation'
import { SnapshotError } from '@evenkeel/core/errors'
import { systemClock } from '../clock.ts'
import type { StoredCompilation, StoredRevision } from '../snapshots/store/stored-revision.ts'
import { withoutCompanion } from './base/without-companion.ts'
import type { PreparationAnswer, PreparationRequest } from './preparation-request.ts'
import type { BaseChange, Preparation, Preparer, ReadablePart, Stamp } from './preparer.ts'
import { ownedBytes } from './thread/owned-bytes.ts'
import { ReplaceableThread } from './thread/replaceable-thread.ts'

export interface WorkerPreparerOptions {
  /** The built preparation-worker; the one beside this module where it is not said. */
  readonly entry?: URL
  readonly clock?: Clock
  /** For one preparation. */
  readonly prepareTimeoutMs?: number
  /** For anything else that is asked; reading back evaluates every flag. */
  readonly readTimeoutMs?: number
}

const PREPARE_TIMEOUT_MS = 10_000
const READ_TIMEOUT_MS = 60_000
const START_TIMEOUT_MS = 30_000

/** Twice what the largest snapshot takes. Buffers are not in it; with more for the young, much is kept for long. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 }

/**
 * Prepares in a worker thread of its own, one request after the other. Besides SnapshotError, everything throws
 * PreparationError when the thread hangs or ends; a new one takes its place.
 */
export class WorkerPreparer implements Preparer {
  readonly #thread: ReplaceableThread<PreparationRequest, PreparationAnswer>
  readonly #prepareTimeoutMs: number
  readonly #readTimeoutMs: number

  constructor({
    entry = new URL('./preparation-worker.js', import.meta.url),
    clock = systemClock,
    prepareTimeoutMs = PREPARE_TIMEOUT_MS,
    readTimeoutMs = READ_TIMEOUT_MS,
  }: WorkerPreparerOptions = {}) {
    this.#thread = new ReplaceableThread({
      name: 'prepares revisions',
      entry,
      resourceLimits: RESOURCE_LIMITS,
      clock,
      startTimeoutMs: START_TIMEOUT_MS,
    })
    this.#prepareTimeoutMs = prepareTimeoutMs
    this.#readTimeoutMs = readTimeoutMs
  }

  async prepare(
    base: StoredCompilation,
    operations: readonly Operation[],
    stamp: Stamp,
  ): Promise<Preparation> {
    const request = { kind: 'prepare', base: sendableBase(base), operations, stamp } as const
    const { snapshot, operations: sorted, text, dormant } = await this.#ask(request, 'prepared')
    return { revision: { snapshot, base, operations: sorted }, text, dormant }
  }

  async read(stored: StoredRevision): Promise<Preparation> {
    const { snapshot, base, operations } = stored
    const request = {
      kind: 'read',
      stored: {
        snapshot: { ...snapshot, payload: ownedBytes(snapshot.payload) },
        base: sendableBase(base),
        operations,
      },
    } as const
    const { text, dormant } = await this.#ask(request, 'read')
    return { revision: stored, text, dormant }
  }

  async compare(before: StoredCompilation, after: StoredCompilation): Promise<BaseChange> {
    const request = {
      kind: 'compare',
      before: sendableBase(withoutCompanion(before)),
      after: sendableBase(withoutCompanion(after)),
    } as const
    return (await this.#ask(request, 'compared')).change
  }

  async writeReadable(text: Uint8Array, part: ReadablePart): Promise<Uint8Array> {
    return (await this.#ask({ kind: 'write-readable', text: ownedBytes(text), part }, 'readable')).json
  }

  close(): Promise<void> {
    return this.#thread.close()
  }

  async #ask<K extends PreparationAnswer['kind']>(
    request: PreparationRequest,
    kind: K,
  ): Promise<Extract<PreparationAnswer, { kind: K }>> {
    const timeoutMs = request.kind === 'prepare' ? this.#prepareTimeoutMs : this.#readTimeoutMs
    const answer = await this.#thread.ask(request, timeoutMs)
    if (answer.kind === 'snapshot-error') throw new SnapshotError(answer.code, answer.message)
    if (answer.kind !== kind) throw new Error(`The thread that prepares answered ${answer.kind}, not ${kind}`)
    return answer as Extract<PreparationAnswer, { kind: K }>
  }
}

function sendableBase(base: StoredCompilation): StoredCompilation {
  const { content, companion } = base
  return { ...base, content: ownedBytes(content), ...(companion && { companion: ownedBytes(companion) }) }
}
