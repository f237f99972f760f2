import { createHash } from 'node:crypto'
import type { Clock } from '@evenkeel/core/clock'
import type { Reason } from '@evenkeel/core/evaluation'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { writeCanonicalJson } from '@evenkeel/core/json'
import { matchesEtag } from '../http/etag.ts'
import type { ServedSnapshot } from '../snapshots/served-snapshot.ts'
import type { OfrepAnswer, OfrepAsker } from './ofrep-answer.ts'
import { statusOf, toOfrep } from './ofrep-answer.ts'
import type { OfrepMetrics } from './ofrep-metrics.ts'
import { parseOfrepRequest } from './parse-ofrep-request.ts'

const TAG_LENGTH = 32

export interface OfrepQuestion {
  readonly served: ServedSnapshot
  readonly body: JsonValue | undefined
  readonly asker: OfrepAsker
}

/**
 * The OpenFeature Remote Evaluation Protocol, version 0.1 of its OpenAPI document
 * (github.com/open-feature/protocol, service/openapi.yaml), over the one evaluator.
 */
export class OfrepService {
  readonly #clock: Clock
  readonly #metrics: OfrepMetrics

  constructor(clock: Clock, metrics: OfrepMetrics) {
    this.#clock = clock
    this.#metrics = metrics
  }

  evaluateFlag({ served, body, asker }: OfrepQuestion, key: string): OfrepAnswer {
    const { context, fault } = parseOfrepRequest(body)
    if (fault) return { status: 400, body: { key, ...fault } }
    const { stored, evaluator } = served
    const details = evaluator.evaluate<JsonValue>(key, 'any', null, context)
    this.#metrics.evaluated(stored.environment, details.reason, 1)
    const evaluated = toOfrep(key, details, asker)
    return { status: statusOf(evaluated), body: evaluated }
  }

  /** Every flag, sorted by key. `ifNoneMatch` is the header of that name. */
  evaluateFlags({ served, body, asker }: OfrepQuestion, ifNoneMatch: string | undefined): OfrepAnswer {
    const { context, fault } = parseOfrepRequest(body)
    if (fault) return { status: 400, body: fault }
    const etag = this.#etagOf(served, context)
    if (matchesEtag(ifNoneMatch, etag)) return { status: 304, etag }

    const { stored, evaluator, snapshot } = served
    const reasons = new Map<Reason, number>()
    const flags = Array.from(snapshot.flags.keys(), (key) => {
      const details = evaluator.evaluate<JsonValue>(key, 'any', null, context)
      reasons.set(details.reason, (reasons.get(details.reason) ?? 0) + 1)
      return toOfrep(key, details, asker)
    })
    for (const [reason, count] of reasons) this.#metrics.evaluated(stored.environment, reason, count)
    return { status: 200, etag, body: { flags } }
  }

  /**
   * The same for as long as the same context is given the same values: it covers what is served, the context, and how
   * many boundaries of a `during` have passed. Weak, because the revision in the metadata may move on meanwhile.
   */
  #etagOf({ stored, snapshot }: ServedSnapshot, context: JsonObject): string {
    const now = this.#clock.now()
    const passed = snapshot.boundaries.filter(({ at }) => at <= now).length
    const ofContext = createHash('sha256').update(writeCanonicalJson(context)).digest('hex')
    return `W/"${stored.contentHash.slice(0, TAG_LENGTH)}-${passed}-${ofContext.slice(0, TAG_LENGTH)}"`
  }
}
