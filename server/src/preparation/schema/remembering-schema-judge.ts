import { createHash } from 'node:crypto'
import type { Clock } from '@evenkeel/core/clock'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { writeCanonicalJson } from '@evenkeel/core/json'
import { RecentlyUsed } from '../base/recently-used.ts'
import type { Judgement, SchemaJudge } from './schema-judge.ts'

const MAX_REMEMBERED = 1_000

/** How long a schema that did not say is not asked again: so long its configs' patches cost other operations nothing. */
export const UNDECIDED_FOR_MS = 60_000

interface Remembered {
  readonly judgement: Judgement
  /** Milliseconds since the epoch. */
  readonly until: number
}

/** Asks another judge once for the same schema and value. */
export class RememberingSchemaJudge implements SchemaJudge {
  readonly #judge: SchemaJudge
  readonly #clock: Clock
  readonly #remembered = new RecentlyUsed<Remembered>(MAX_REMEMBERED)

  constructor(judge: SchemaJudge, clock: Clock) {
    this.#judge = judge
    this.#clock = clock
  }

  async judge(schema: JsonObject, value: JsonValue): Promise<Judgement> {
    const question = createHash('sha256')
      .update(writeCanonicalJson([schema, value]))
      .digest('base64')
    const known = this.#remembered.find(question)
    if (known !== undefined && this.#clock.now() < known.until) return known.judgement
    const judgement = await this.#judge.judge(schema, value)
    const until = judgement.verdict === 'undecided' ? this.#clock.now() + UNDECIDED_FOR_MS : Infinity
    this.#remembered.keep(question, { judgement, until })
    return judgement
  }

  close(): Promise<void> {
    return this.#judge.close()
  }
}
