export type {
  ErrorCode,
  EvaluationContext,
  FlagMetadata,
  Reason,
  ResolutionDetails,
} from '@evenkeel/core/evaluation'
export type { Client } from './client.ts'
export type { ChangeEvent, ClientEvents, Readiness, ReadyEvent, StaleEvent } from './events/client-events.ts'
export type { ClientOptions } from './options/client-options.ts'
export { createClient } from './create-client.ts'
export type { SdkErrorCode } from './errors.ts'
export { SdkError } from './errors.ts'
export type { FlagReader } from './flag-reader.ts'
export type { Hook, HookContext } from './hooks/hook.ts'
export type { Logger } from './logger.ts'
export type { Receiver, Source, SourceKind } from './source/source.ts'
export type {
  ConfigName,
  ConfigOf,
  ConfigTypes,
  ContextTypes,
  FlagKey,
  FlagTypes,
  TypedContext,
  ValueOf,
} from './typed-keys.ts'
