import type { Clock } from '@evenkeel/core/clock'
import { messageOf } from '@evenkeel/core/errors'
import type { EvaluationContext, ResolutionDetails } from '@evenkeel/core/evaluation'
import { callSafely } from '../call-safely.ts'
import type { Logger } from '../logger.ts'
import { mergeContext } from '../merge-context.ts'
import type { Hook, HookContext } from './hook.ts'

const QUIET_MS = 60_000

/** Runs hooks around evaluations, but not around those that hooks ask for: they would never end. */
export class HookRunner {
  readonly #hooks: readonly Hook[]
  readonly #reversed: readonly Hook[]
  readonly #logger: Logger
  readonly #clock: Clock
  #quietUntil = -Infinity
  #isCalling = false

  constructor(hooks: readonly Hook[], logger: Logger, clock: Clock) {
    this.#hooks = [...hooks]
    this.#reversed = hooks.toReversed()
    this.#logger = logger
    this.#clock = clock
  }

  run<T>(
    given: HookContext,
    evaluate: (context: EvaluationContext) => ResolutionDetails<T>,
  ): ResolutionDetails<T> {
    if (this.#isCalling) return evaluate(given.context)
    const hookContext = { ...given }
    for (const hook of this.#hooks) {
      this.#call(() => {
        const returned = hook.before?.(hookContext)
        hookContext.context = mergeContext(hookContext.context, returned)
        return returned
      })
    }
    const details = evaluate(hookContext.context)
    for (const stage of [details.errorCode === undefined ? 'after' : 'error', 'finally'] as const) {
      for (const hook of this.#reversed) this.#call(() => hook[stage]?.(hookContext, details))
    }
    return details
  }

  /** Resolves when every hook has closed; never rejects. */
  close(): Promise<unknown> {
    return Promise.allSettled(this.#hooks.map(async (hook) => this.#call(() => hook.close?.())))
  }

  #call<T>(call: () => T): T | undefined {
    this.#isCalling = true
    const returned = callSafely(call, (thrown) => {
      const now = this.#clock.now()
      if (now < this.#quietUntil) return
      this.#quietUntil = now + QUIET_MS
      this.#logger.error(`evenkeel: a hook threw: ${messageOf(thrown)}`)
    })
    this.#isCalling = false
    return returned
  }
}
