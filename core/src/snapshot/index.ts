export type { ChangedKeys } from './changed-keys.ts'
export { changedKeys } from './changed-keys.ts'
export type { CompileInput } from './compile-snapshot.ts'
export { compileSnapshot } from './compile-snapshot.ts'
export type { FlagChange, SnapshotDiff, ValueChange } from './diff-snapshots.ts'
export { diffSnapshots } from './diff-snapshots.ts'
export type { FrameHeader, FrameInput, FrameReading } from './frame.ts'
export {
  FRAME_LIFETIME_MS,
  MAX_FRAME_BYTES,
  MAX_PAYLOAD_BYTES,
  SIGNING_PERIOD_MS,
  readFrameHeader,
  readFramePayload,
  verifyFrame,
  writeFrame,
} from './frame.ts'
export { parseSnapshot } from './parse-snapshot.ts'
export type { Deflate, Inflate, Sha256, Signer, Verifier } from './platform.ts'
export type {
  Revision,
  Snapshot,
  SnapshotFlag,
  SnapshotOutcome,
  SnapshotOverride,
  SnapshotRule,
  SnapshotSegment,
} from './snapshot.ts'
export { SNAPSHOT_FORMAT_VERSION } from './snapshot.ts'
export { readableSnapshot, writeSnapshot } from './write-snapshot.ts'
