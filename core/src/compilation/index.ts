export type { Companion, Compilation, ConfigCompanion, ContentSummary, FlagCompanion } from './compilation.ts'
export type {
  ConfigOperation,
  DormantOperation,
  DormantReason,
  FlagOperation,
  Operation,
} from './operation.ts'
export { DORMANT_REASONS } from './operation.ts'
