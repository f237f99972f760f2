import type { Metadata } from './metadata.ts'

export const FRAME_SIZES_KIB = [32, 64, 128, 256, 512] as const
export type FrameKiB = (typeof FRAME_SIZES_KIB)[number]

export interface Environment {
  readonly kind: 'Environment'
  readonly metadata: Metadata
  readonly description?: string
  /** What the environment's snapshots may hold at most. */
  readonly capacity: { readonly flags?: number; readonly frameKiB: FrameKiB }
  /** Changes to it need more care; shown to operators. */
  readonly protected: boolean
  readonly promotesFrom?: string
  /** The snapshot formatVersion compiled for. */
  readonly snapshotFormat: number
}
