import type { EvaluationContext } from '@evenkeel/core/evaluation'
import type { Hook } from '../hooks/hook.ts'
import type { Logger } from '../logger.ts'

/** A hook that queues what it sees; closing the client closes it. For one client. */
export interface TelemetryHook extends Hook {
  /** How many events were lost since the beginning: more waited than there is room for, or delivering them failed. */
  readonly dropped: number
  /** Delivers what waits, trying once. Events that come later are dropped. */
  close(): Promise<void>
}

export interface TelemetryOptions {
  /**
   * What events name the subject by; the context's targeting key when absent. Nothing else of a context is in an event.
   * Where targeting keys are private, hash them here, or give undefined.
   */
  readonly targetingKeyOf?: (context: EvaluationContext) => string | undefined
  /** Told when events could not be delivered; warnings go to the console when absent. */
  readonly logger?: Logger
}

/** The key as text, as it is read where subjects are assigned to shares; undefined when there is none. */
export function targetingKeyOf({ targetingKey }: { readonly targetingKey?: unknown }): string | undefined {
  return (typeof targetingKey === 'string' && targetingKey !== '') || Number.isSafeInteger(targetingKey)
    ? String(targetingKey)
    : undefined
}
