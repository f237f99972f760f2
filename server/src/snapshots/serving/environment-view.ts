import { formatRevision } from '@evenkeel/core/revision'
import type { FrameHeader } from '@evenkeel/core/snapshot'
import { FRAME_HEADER_BYTES } from '@evenkeel/core/snapshot'
import type { ServedSnapshot } from '../served-snapshot.ts'

/** What is served for an environment, for people and their programs. */
export interface EnvironmentView {
  readonly name: string
  /** `epoch.sequence`. */
  readonly revision: string
  readonly commit: string
  readonly contentHash: string
  readonly publishedAt: string
  readonly ageSeconds: number
  readonly flags: number
  readonly segments: number
  readonly configs: number
  /** How much of the frame is taken; a commit that needs more than 100 % is refused. */
  readonly capacity: { readonly frameBytes: number; readonly usedBytes: number; readonly usedPercent: number }
  /** Of the frame that is sent now; it is signed again each minute. */
  readonly frame: { readonly issuedAt: string; readonly expiresAt: string }
}

export function viewEnvironment(
  { stored, snapshot }: ServedSnapshot,
  frame: FrameHeader,
  nowMs: number,
): EnvironmentView {
  const usedBytes = FRAME_HEADER_BYTES + stored.payload.length
  return {
    name: stored.environment,
    revision: formatRevision(stored),
    commit: stored.commit,
    contentHash: stored.contentHash,
    publishedAt: stored.publishedAt.toISOString(),
    ageSeconds: Math.max(0, Math.floor((nowMs - stored.publishedAt.getTime()) / 1000)),
    flags: snapshot.flags.size,
    segments: snapshot.segments.size,
    configs: snapshot.configs.size,
    capacity: {
      frameBytes: stored.frameBytes,
      usedBytes,
      usedPercent: Math.round((1000 * usedBytes) / stored.frameBytes) / 10,
    },
    frame: {
      issuedAt: new Date(frame.issuedAt).toISOString(),
      expiresAt: new Date(frame.expiresAt).toISOString(),
    },
  }
}
