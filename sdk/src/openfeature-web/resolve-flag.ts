import type { FlagValue, ResolutionDetails } from '@openfeature/web-sdk'
import { ErrorCode, StandardResolutionReasons } from '@openfeature/web-sdk'
import type { EvaluatedFlags } from './evaluated-flags.ts'

export interface AnsweringFlags {
  readonly flags: EvaluatedFlags
  /** Whether they come from an earlier visit, and the server has not confirmed them since. */
  readonly isCached: boolean
}

/** What the server said of a flag, or the default with an error code. The default's type is the one that is asked for. */
export function resolveFlag<T extends FlagValue>(
  held: AnsweringFlags | undefined,
  key: string,
  defaultValue: T,
): ResolutionDetails<T> {
  const failed = (errorCode: ErrorCode, errorMessage: string): ResolutionDetails<T> => ({
    value: defaultValue,
    reason: StandardResolutionReasons.ERROR,
    errorCode,
    errorMessage,
  })
  if (!held) return failed(ErrorCode.PROVIDER_NOT_READY, 'the server has not answered yet')
  const flag = held.flags.get(key)
  if (!flag) return failed(ErrorCode.FLAG_NOT_FOUND, `there is no flag "${key}"`)
  const { value, variant, reason = StandardResolutionReasons.UNKNOWN, errorCode } = flag
  if (errorCode !== undefined) {
    const known = ErrorCode[errorCode as keyof typeof ErrorCode] as ErrorCode | undefined
    return failed(known ?? ErrorCode.GENERAL, flag.errorDetails ?? errorCode)
  }
  if (typeof value !== typeof defaultValue) {
    return failed(ErrorCode.TYPE_MISMATCH, `flag "${key}" has a value of type ${typeof value}`)
  }
  return {
    value: value as T,
    reason: held.isCached ? StandardResolutionReasons.CACHED : reason,
    ...(variant !== undefined && { variant }),
    flagMetadata: flag.metadata ?? {},
  }
}
