import { joinPayload, stateHashOf, writeRevisionHeader } from '@evenkeel/core/compilation'
import { SnapshotError } from '@evenkeel/core/errors'
import { createEvaluator } from '@evenkeel/core/evaluation'
import type { DeflateBlock, Inflate, Sha256, Snapshot } from '@evenkeel/core/snapshot'
import { changedKeys, parseSnapshot, readFramePayload, writeFrame } from '@evenkeel/core/snapshot'
import type { StoredCompilation } from '../snapshots/stored-revision.ts'

/** In UTF-16 code units. Beyond this, all flags of an environment are evaluated again at the next commit. */
const MAX_REMEMBERED_LENGTH = 64 * 1024 * 1024

const PROBE = { targetingKey: 'evenkeel-probe' }
/** A place that says nothing: where a commit will be published is not known yet. */
const PLACE = { epoch: 1, sequence: 1 }

export interface ReadBackPlatform {
  readonly sha256: Sha256
  readonly deflateBlock: DeflateBlock
  readonly inflate: Inflate
}

/**
 * Does with compilations what an SDK will do with what is published of them: reads a frame, and evaluates every flag.
 * Flags that nothing has changed for since their environment was last read back are not evaluated again.
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

  /** All of a commit; an environment that is not among them is forgotten. Throws SnapshotError. */
  verify(compilations: readonly StoredCompilation[]): void {
    const remembered = new Map<string, string>()
    let length = 0
    for (const compilation of compilations) {
      const text = this.#verifyOne(compilation)
      length += text.length
      if (length <= this.#maxRememberedLength) remembered.set(compilation.environment, text)
    }
    this.#remembered = remembered
  }

  #verifyOne(compilation: StoredCompilation): string {
    const text = readFramePayload(writeProvisionalFrame(compilation, this.#platform), {
      ...this.#platform,
      verifiers: [],
    })
    const snapshot = parseSnapshot(text)
    requireSame(compilation, snapshot)
    requireSameContent(compilation, text, this.#platform.sha256)
    const before = this.#remembered.get(compilation.environment)
    requireUsable(
      snapshot,
      before === undefined ? allOf(snapshot) : changedKeys(parseSnapshot(before), snapshot),
    )
    return text
  }
}

/** Names of documents of a snapshot. */
interface Documents {
  readonly flags: Iterable<string>
  readonly segments: Iterable<string>
  readonly configs: Iterable<string>
}
/** Without operations and without a signature. */
function writeProvisionalFrame(compilation: StoredCompilation, platform: ReadBackPlatform): Uint8Array {
  const { environment, commit, frameBytes } = compilation
  const header = writeRevisionHeader({
    ...compilation,
    revision: { ...PLACE, commit, stateHash: stateHashOf([], platform.sha256) },
    overriddenConfigs: [],
  })
  return writeFrame({
    environment,
    scope: 'default',
    ...PLACE,
    ...joinPayload(header, compilation, platform.deflateBlock),
    nowMs: 0,
    frameBytes,
    sha256: platform.sha256,
  })
}

function allOf({ flags, segments, configs }: Snapshot): Documents {
  return { flags: flags.keys(), segments: segments.keys(), configs: configs.keys() }
}

function requireSame(compilation: StoredCompilation, snapshot: Snapshot): void {
  const { environment, revision, contentHash } = snapshot
  const isSame =
    compilation.environment === environment &&
    compilation.commit === revision.commit &&
    compilation.contentHash === contentHash
  if (isSame) return
  throw new SnapshotError('malformed', `its payload is of ${environment} at ${revision.commit}`)
}

/** The header's word for it is not enough. */
function requireSameContent({ contentHash }: StoredCompilation, text: string, sha256: Sha256): void {
  const content = Buffer.from(text.slice(text.indexOf('\n') + 1))
  const hash = Buffer.from(sha256(content)).toString('hex')
  if (hash === contentHash) return
  throw new SnapshotError('malformed', `its content has the hash ${hash}, and not ${contentHash}`)
}

/** Reads and evaluates these documents. */
function requireUsable(snapshot: Snapshot, documents: Documents): void {
  for (const name of documents.segments) snapshot.segments.get(name)
  for (const name of documents.configs) snapshot.configs.get(name)
  const evaluator = createEvaluator({ snapshot, now: () => 0 })
  for (const key of documents.flags) {
    if (!snapshot.flags.has(key)) continue
    const { reason, errorMessage } = evaluator.evaluate(key, 'any', null, PROBE)
    if (reason !== 'ERROR') continue
    const why = errorMessage ?? 'it says no more'
    throw new SnapshotError(
      'malformed',
      `the flag ${key} of ${snapshot.environment} cannot be evaluated: ${why}`,
    )
  }
}
