import { defaultLogger } from '../logger.ts'
import { nodeRuntime } from '../runtime.ts'
import type { DeliveryRuntime } from './delivery-queue.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import { RecentlySeen } from './recently-seen.ts'
import type { TelemetryHook, TelemetryOptions } from './telemetry-hook.ts'
import { targetingKeyOf } from './telemetry-hook.ts'

const ATTEMPTS = 3
const REMEMBERED = { windowMs: 600_000, capacity: 50_000 }

/** A subject was given a variant by a share or a split. */
export interface Exposure {
  readonly flag: string
  readonly variant: string
  readonly targetingKey: string
  /** `epoch.sequence` of the snapshot that decided. */
  readonly revision: string
  readonly ruleName: string
  readonly environment: string
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: number
}

export interface ExposureBatch {
  /** In the order they happened; 500 at most. */
  readonly exposures: readonly Exposure[]
  /** How many were lost since the beginning. */
  readonly dropped: number
}

export interface ExposureOptions extends TelemetryOptions {
  /**
   * Hands a batch to whoever analyses experiments; throws or rejects when that did not work. It is tried three times,
   * and given up on after 30 seconds without an answer, so that a batch may arrive twice.
   */
  readonly send: (batch: ExposureBatch) => Promise<void> | void
}

/**
 * A hook that tells of exposures: evaluations with reason SPLIT of subjects with a targeting key. The same flag, rule,
 * variant and key are told again after ten minutes at the earliest, sooner only where more than 25,000 others came in
 * between.
 */
export function exposures(options: ExposureOptions): TelemetryHook {
  return createExposureHook(options, nodeRuntime)
}

export function createExposureHook(options: ExposureOptions, runtime: DeliveryRuntime): TelemetryHook {
  const { send, logger = defaultLogger, targetingKeyOf: keyOf = targetingKeyOf } = options
  const seen = new RecentlySeen(REMEMBERED)
  const queue = new DeliveryQueue<Exposure>({
    what: 'exposures',
    deliver: (batch, dropped) => send({ exposures: batch, dropped }),
    attempts: ATTEMPTS,
    logger,
    runtime,
  })
  return {
    after({ flagKey: flag, context, environment = '' }, { variant, reason, flagMetadata }) {
      if (reason !== 'SPLIT' || variant === undefined) return
      const targetingKey = keyOf(context)
      if (targetingKey === undefined) return
      const timestamp = runtime.clock.now()
      const { revision = '', ruleName = '' } = flagMetadata
      if (!seen.isNews(`${flag}\n${ruleName}\n${variant}\n${targetingKey}`, timestamp)) return
      queue.add({ flag, variant, targetingKey, revision, ruleName, environment, timestamp })
    },
    close: () => queue.close(),
    get dropped() {
      return queue.dropped
    },
  }
}
