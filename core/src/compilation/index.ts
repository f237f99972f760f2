export type { Applied, ApplyInput } from './apply/apply-operations.ts'
export { applyOperations } from './apply/apply-operations.ts'
export type { PatchToJudge } from './apply/patch-config.ts'
export { patchesToJudge } from './apply/patch-config.ts'
export type { Verdict, Verdicts } from './apply/verdict.ts'
export { VERDICTS } from './apply/verdict.ts'
export type { Companion, Compilation, ConfigCompanion, ContentSummary, FlagCompanion } from './compilation.ts'
export type { CompileInput } from './compile-snapshot.ts'
export { compileSnapshot } from './compile-snapshot.ts'
export { CompilationCache } from './compile/compilation-cache.ts'
export type { CompileEnvironmentInput } from './compile/compile-environment.ts'
export { compileEnvironment } from './compile/compile-environment.ts'
export type {
  ConfigOperation,
  DormantOperation,
  DormantReason,
  FlagOperation,
  Operation,
} from './operation.ts'
export { DORMANT_REASONS } from './operation.ts'
export { parseOperation } from './operations/parse-operation.ts'
export { stateHashOf } from './operations/state-hash.ts'
export { targetOf, withOperation, withoutOperation } from './operations/target.ts'
export { writeOperations } from './operations/write-operations.ts'
export type { Payload } from './packing/join-payload.ts'
export { joinPayload } from './packing/join-payload.ts'
export type { PackedContent } from './packing/pack-content.ts'
export { KnownBlocks, packContent } from './packing/pack-content.ts'
export type { RevisionHeader } from './write-revision-header.ts'
export { writeRevisionHeader } from './write-revision-header.ts'
