import type { Signer, Snapshot } from '@evenkeel/core/snapshot'
import { writeFrame, writeSnapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from './node-platform.ts'

export interface FrameParts {
  /** When it is written; the start of November 2026, as fakeClock has it, when absent. */
  readonly nowMs?: number
  readonly signer?: Signer
}

/** A frame of 32 KiB that holds the snapshot; not signed unless told by whom. */
export function aFrame(snapshot: Snapshot, parts: FrameParts = {}): Uint8Array {
  const text = new TextEncoder().encode(writeSnapshot(snapshot))
  return writeFrame({
    environment: snapshot.environment,
    scope: snapshot.scope,
    epoch: snapshot.revision.epoch,
    sequence: snapshot.revision.sequence,
    payload: nodePlatform.deflate(text),
    inflatedLength: text.length,
    nowMs: parts.nowMs ?? Date.parse('2026-11-01T00:00:00Z'),
    frameBytes: 32 * 1024,
    sha256: nodePlatform.sha256,
    ...(parts.signer && { signer: parts.signer }),
  })
}
