import type { Clock } from '@evenkeel/core/clock'
import type { FlagExplanation } from '@evenkeel/core/explain'
import { explainFlag } from '@evenkeel/core/explain'
import type { JsonValue } from '@evenkeel/core/json'
import type { ServedSnapshot } from '../snapshots/served-snapshot.ts'
import { parseExplainRequest } from './parse-explain-request.ts'

/** Says why a flag that is served resolves as it does. What the Context calls private is not said. */
export class ExplanationService {
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Throws HttpProblem 400 `malformed-question`. A flag that is not served is explained as just that. */
  explain({ snapshot }: ServedSnapshot, body: JsonValue | undefined): FlagExplanation {
    const { flag, context, atMs = this.#clock.now() } = parseExplainRequest(body)
    return explainFlag({ snapshot, flag, context, now: atMs })
  }
}
