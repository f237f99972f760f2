import type { Compilation } from '@evenkeel/core/compilation'
import { SnapshotError } from '@evenkeel/core/errors'
import { createEvaluator } from '@evenkeel/core/evaluation'
import { writeCanonicalJson } from '@evenkeel/core/json'
import type { Deflate, Inflate, Sha256, Snapshot } from '@evenkeel/core/snapshot'
import { changedKeys, parseSnapshot, readFramePayload, writeFrame } from '@evenkeel/core/snapshot'

/** Beyond this, all flags of an environment are evaluated again at the next commit. */
const MAX_REMEMBERED_LENGTH = 64 * 1024 * 1024

const PROBE = { targetingKey: 'evenkeel-probe' }
/** Where no publication ever is. */
const PROVISIONAL = { epoch: 1, sequence: 1, stateHash: '' }

/**
 * Does with a compilation what an SDK will do with what is published of it: reads a frame, and evaluates every flag.
 * Those that nothing has changed for since the environment was last read back are not evaluated again.
 */
export class ReadBack {
  readonly #platform: ReadBackPlatform
  readonly #maxRememberedLength: number
  /** The text that was read back last, by environment. */
  #remembered: ReadonlyMap<string, string> = new Map()

  constructor(platform: ReadBackPlatform, maxRememberedLength = MAX_REMEMBERED_LENGTH) {
    this.#platform = platform
    this.#maxRememberedLength = maxRememberedLength
  }

  /** Of all environments of a commit; one that is not among them is forgotten. Throws SnapshotError. */
  verify(compilations: readonly Compilation[]): void {
    const verified = new Map<string, string>()
    let length = 0
    for (const compilation of compilations) {
      const text = this.#verifyOne(compilation)
      length += text.length
      if (length <= this.#maxRememberedLength) verified.set(compilation.environment, text)
    }
    this.#remembered = verified
  }

  #verifyOne(compilation: Compilation): string {
    const text = readFrameOf(compilation, this.#platform)
    const snapshot = parseSnapshot(text)
    requireSame(compilation, snapshot)
    const before = this.#remembered.get(compilation.environment)
    const flags =
      before === undefined ? snapshot.flags.keys() : changedKeys(parseSnapshot(before), snapshot).flags
    requireEvaluable(snapshot, flags)
    return text
  }
}

export interface ReadBackPlatform {
  readonly sha256: Sha256
  readonly deflate: Deflate
  readonly inflate: Inflate
}

function readFrameOf(compilation: Compilation, platform: ReadBackPlatform): string {
  const text = Buffer.from(provisionalText(compilation))
  const frame = writeFrame({
    environment: compilation.environment,
    scope: 'default',
    epoch: PROVISIONAL.epoch,
    sequence: PROVISIONAL.sequence,
    payload: platform.deflate(text),
    inflatedLength: text.length,
    frameBytes: compilation.frameBytes,
    nowMs: 0,
    sha256: platform.sha256,
  })
  return readFramePayload(frame, { ...platform, verifiers: [] })
}

function provisionalText(compilation: Compilation): string {
  const { formatVersion, environment, commit, content, contentHash, summary } = compilation
  const { boundaries, privateAttributes, ...counts } = summary
  const header = writeCanonicalJson({
    formatVersion,
    environment,
    scope: 'default',
    revision: { ...PROVISIONAL, commit },
    contentHash,
    boundaries: boundaries.map(({ at, flags }) => ({ at, flags })),
    ...counts,
    ...(privateAttributes && { privateAttributes }),
  })
  return `${header}\n${content}`
}

function requireSame(compilation: Compilation, snapshot: Snapshot): void {
  const { environment, revision, contentHash } = snapshot
  const isSame =
    compilation.environment === environment &&
    compilation.commit === revision.commit &&
    compilation.contentHash === contentHash
  if (isSame) return
  throw new SnapshotError('malformed', `its payload is of ${environment} at ${revision.commit}`)
}

function requireEvaluable(snapshot: Snapshot, flags: Iterable<string>): void {
  const evaluator = createEvaluator({ snapshot, now: () => 0 })
  for (const key of flags) {
    if (!snapshot.flags.has(key)) continue
    const { reason, errorMessage } = evaluator.evaluate(key, 'any', null, PROBE)
    if (reason !== 'ERROR') continue
    const why = errorMessage ?? 'it says no more'
    throw new SnapshotError('malformed', `the flag ${key} of ${snapshot.environment} cannot be evaluated: ${why}`)
  }
}
