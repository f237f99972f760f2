import { messageOf } from '@evenkeel/core/errors'
import type { EvaluationContext, TrackingEventDetails } from '@openfeature/server-sdk'
import { callSafely } from '../call-safely.ts'
import type { Logger } from '../logger.ts'
import { guarded } from '../logger.ts'

/** The name of a tracking event, the context as OpenFeature merged it, and what the event is about. */
export type Track = (name: string, context: EvaluationContext, details: TrackingEventDetails) => unknown

/** Hands tracking events on as they come, keeps none, and never throws. */
export class Tracker {
  readonly #handOn: Track
  readonly #logger: Logger
  #lastFailure = ''

  constructor(handOn: Track, logger: Logger) {
    this.#handOn = handOn
    this.#logger = guarded(logger)
  }

  track(name: string, context: EvaluationContext, details: TrackingEventDetails): void {
    if (name === '') {
      this.#fail('a tracking event without a name was dropped')
      return
    }
    callSafely(
      () => this.#handOn(name, context, details),
      (thrown) => {
        this.#fail(`onTrack failed for "${name}": ${messageOf(thrown)}`)
      },
    )
  }

  /** A failure that goes on is told once. */
  #fail(message: string): void {
    if (message !== this.#lastFailure) this.#logger.warn(`evenkeel: ${message}`)
    this.#lastFailure = message
  }
}
