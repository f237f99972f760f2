import type { Issue } from '@evenkeel/core/manifest'
import type { Logger } from '../../telemetry/logger.ts'
import type { Hold } from '../holds/hold.ts'
import type { SyncAttempt } from './sync-attempt-store.ts'
import { countErrors, shortId } from './sync-status.ts'

/** The most issues that one log record holds; GET /v1/sync has them all. */
const MAX_LOGGED_ISSUES = 50

/** Logs what syncs come to: each thing once, however often it is seen again. */
export class SyncLog {
  readonly #logger: Logger
  #last: SyncAttempt | undefined
  #refused: string | undefined
  #held = '[]'

  constructor(logger: Logger) {
    this.#logger = logger
  }

  note(attempt: SyncAttempt, holds: readonly Hold[], environments: readonly string[]): void {
    const { outcome, commit, error } = attempt
    if (outcome === 'failed') this.#noteFailure(attempt)
    else if (this.#last?.outcome === 'failed') this.#logger.info('Syncing works again', { commit })
    if (outcome === 'published') {
      const words = `Published commit ${shortId(commit ?? '')}`
      this.#logger.info(words, { commit, environments, trigger: attempt.trigger })
    }
    if (error === undefined) {
      this.#noteRefusal(attempt)
      this.#noteHolds(holds)
    }
    this.#last = attempt
  }

  #noteFailure({ error, trigger }: SyncAttempt): void {
    const before = this.#last?.error
    if (before?.code === error?.code && before?.message === error?.message) return
    this.#logger.error('The sync failed; what was served stays', { ...error, trigger })
  }

  #noteRefusal({ outcome, commit, issues, trigger }: SyncAttempt): void {
    const isNews = trigger === 'retry' || this.#refused !== commit
    if (outcome === 'refused' && isNews) {
      const words = `Refused commit ${shortId(commit ?? '')}: it has ${countErrors(issues)}; what was served stays`
      this.#logger.error(words, { commit, issues: issues.slice(0, MAX_LOGGED_ISSUES).map(toLogged) })
    }
    this.#refused = outcome === 'refused' ? commit : undefined
  }

  #noteHolds(holds: readonly Hold[]): void {
    const held = JSON.stringify(holds)
    if (held === this.#held) return
    this.#held = held
    for (const { message, ...rest } of holds) {
      this.#logger.error(`Held: ${message}; what was served stays`, rest)
    }
    if (holds.length === 0) this.#logger.info('Nothing is held any more')
  }
}

const toLogged = ({ code, severity, message, file, line, column, hint }: Issue) => ({
  at: `${file}:${line}:${column}`,
  code,
  severity,
  message,
  hint,
})
