import type { ErrorCode, ResolutionDetails } from '@evenkeel/core/evaluation'
import { defaultLogger } from '../logger.ts'
import { nodeRuntime } from '../runtime.ts'
import type { DeliveryRuntime } from './delivery-queue.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import type { TelemetryHook, TelemetryOptions } from './telemetry-hook.ts'
import { targetingKeyOf } from './telemetry-hook.ts'

/** What `Logger.emit` of OpenTelemetry's logs API is handed. `C` is its Context. */
export interface EvaluationRecord<C> {
  readonly eventName: 'feature_flag.evaluation'
  readonly timestamp: Date
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly context?: C
}

/** The part of OpenTelemetry's Logger that is needed: `logs.getLogger('evenkeel')` fits. */
export interface OtelLogger<C> {
  emit(record: EvaluationRecord<C>): void
}

export interface EvaluationEventOptions<C> extends TelemetryOptions {
  readonly otelLogger: OtelLogger<C>
  /** The context to tell of an evaluation in: `() => context.active()` connects events with the span under way. */
  readonly activeContext?: () => C
}

interface Evaluation<C> {
  readonly flag: string
  readonly environment: string | undefined
  readonly targetingKey: string | undefined
  readonly details: ResolutionDetails<unknown>
  readonly timestamp: number
  readonly context: C | undefined
}

/**
 * A hook that emits OpenTelemetry's `feature_flag.evaluation` event for every evaluation, a moment later.
 * Source: https://opentelemetry.io/docs/specs/semconv/feature-flags/feature-flags-events/
 */
export function evaluationEvents<C>(options: EvaluationEventOptions<C>): TelemetryHook {
  return createEvaluationEventHook(options, nodeRuntime)
}

export function createEvaluationEventHook<C>(
  options: EvaluationEventOptions<C>,
  runtime: DeliveryRuntime,
): TelemetryHook {
  const {
    otelLogger,
    activeContext,
    logger = defaultLogger,
    targetingKeyOf: keyOf = targetingKeyOf,
  } = options
  const queue = new DeliveryQueue<Evaluation<C>>({
    what: 'evaluation events',
    deliver: (batch) => {
      for (const evaluation of batch) otelLogger.emit(recordOf(evaluation))
    },
    attempts: 1,
    logger,
    runtime,
  })
  return {
    finally({ flagKey: flag, context, environment }, details) {
      const targetingKey = keyOf(context)
      const timestamp = runtime.clock.now()
      queue.add({ flag, environment, targetingKey, details, timestamp, context: activeContext?.() })
    },
    close: () => queue.close(),
    get dropped() {
      return queue.dropped
    },
  }
}

function recordOf<C>({ timestamp, context, ...evaluation }: Evaluation<C>): EvaluationRecord<C> {
  return {
    eventName: 'feature_flag.evaluation',
    timestamp: new Date(timestamp),
    attributes: Object.fromEntries(attributesOf(evaluation)),
    ...(context === undefined ? {} : { context }),
  }
}

/** Errors whose message may quote what reading the context threw. */
const MAY_QUOTE: ReadonlySet<ErrorCode | undefined> = new Set(['GENERAL', 'INVALID_CONTEXT'])

type Attribute = readonly [name: string, value: string | number | boolean]

/** A value is told only where there is no variant: values may be large, or not for everyone's eyes. */
function* attributesOf(evaluation: Omit<Evaluation<unknown>, 'timestamp' | 'context'>): Generator<Attribute> {
  const { flag, environment, targetingKey, details } = evaluation
  const { value, variant, reason, errorCode, errorMessage, flagMetadata } = details
  yield ['feature_flag.key', flag]
  yield ['feature_flag.provider.name', 'evenkeel']
  yield ['feature_flag.result.reason', reason.toLowerCase()]
  if (variant !== undefined) yield ['feature_flag.result.variant', variant]
  else if (isScalar(value)) yield ['feature_flag.result.value', value]
  if (targetingKey !== undefined) yield ['feature_flag.context.id', targetingKey]
  if (environment !== undefined) yield ['feature_flag.set.id', environment]
  if (flagMetadata.revision !== undefined) yield ['feature_flag.version', flagMetadata.revision]
  if (errorCode !== undefined) yield ['error.type', errorCode.toLowerCase()]
  if (errorMessage !== undefined && !MAY_QUOTE.has(errorCode)) {
    yield ['feature_flag.error.message', errorMessage]
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
