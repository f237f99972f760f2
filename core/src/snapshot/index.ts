export type { ChangedKeys } from './diff/changed-keys.ts'
export { changedKeys } from './diff/changed-keys.ts'
export type {
  ChangeKind,
  ConfigChange,
  FlagChange,
  SegmentChange,
  SnapshotDiff,
} from './diff/diff-snapshots.ts'
export { diffSnapshots } from './diff/diff-snapshots.ts'
export { redrawnRules } from './diff/redrawn-rules.ts'
export type { ValueChange } from './diff/value-changes.ts'
export type { FrameHeader } from './frame/frame-header.ts'
export {
  FRAME_HEADER_BYTES,
  MAX_FRAME_BYTES,
  MAX_PAYLOAD_BYTES,
  readFrameHeader,
} from './frame/frame-header.ts'
export type { FrameReading } from './frame/read-frame.ts'
export { inflatePayload, readFramePayload, verifyFrame } from './frame/read-frame.ts'
export type { FrameInput } from './frame/write-frame.ts'
export { FRAME_LIFETIME_MS, SIGNING_PERIOD_MS, writeFrame } from './frame/write-frame.ts'
export { parseSnapshot } from './lines/parse-snapshot.ts'
export { writeSnapshot } from './lines/write-snapshot.ts'
export type { BlockOptions, Deflate, DeflateBlock, Inflate, Sha256, Signer, Verifier } from './platform.ts'
export { printExpression } from './readable/print-expression.ts'
export { readableFlag } from './readable/readable-flag.ts'
export { readableSnapshot } from './readable/readable-snapshot.ts'
export type {
  Snapshot,
  SnapshotFlag,
  SnapshotOutcome,
  SnapshotOverride,
  SnapshotRevision,
  SnapshotRule,
  SnapshotSegment,
  SnapshotSlot,
  TimeBoundary,
} from './snapshot.ts'
export { SNAPSHOT_FORMAT_VERSION } from './snapshot.ts'
export { timeBoundaries } from './time-boundaries.ts'
