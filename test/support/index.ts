export {
  BOOLEAN_SPEC,
  flagDocument,
  flagIssues,
  flagTextAt,
  parsedFlag,
  parsedFlagFile,
} from './a-flag-document.ts'
export {
  METADATA,
  aBooleanFlag,
  aDocument,
  anEnabledFlag,
  documentIssues,
  issuesOf,
  parsedDocument,
} from './a-document.ts'
export type { CompilationParts } from './a-compilation.ts'
export { aCompilation } from './a-compilation.ts'
export type { ConfigRepositoryBuilder } from './a-config-repository.ts'
export { aConfigRepository } from './a-config-repository.ts'
export type { FrameParts } from './a-frame.ts'
export { aFrame } from './a-frame.ts'
export type { SnapshotParts } from './a-snapshot.ts'
export { aFlag, aRule, aSegment, aSnapshot } from './a-snapshot.ts'
export type { BareRepository, FileChanges } from './bare-repository.ts'
export { createBareRepository } from './bare-repository.ts'
export { STAGING, filesOf, push, withFlags } from './configurations.ts'
export { eventually } from './eventually.ts'
export type { FakeClock } from './fake-clock.ts'
export { fakeClock } from './fake-clock.ts'
export { nodePlatform } from './node-platform.ts'
export { childrenOf, hasProcesses, isRunning, workedTicks } from './processes.ts'
export { SLOW_CONFIG } from './slow-config.ts'
export type { TemporaryDirectory } from './temporary-directory.ts'
export { temporaryDirectory } from './temporary-directory.ts'
