import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import type { Clock } from '@evenkeel/core/clock'
import { PreparationError } from '../../errors.ts'
import { ReplaceableThread } from '../thread/replaceable-thread.ts'
import type { Judgement, SchemaJudge } from './schema-judge.ts'

export interface SchemaQuestion {
  readonly schema: JsonObject
  readonly value: JsonValue
}

export interface WorkerSchemaJudgeOptions {
  /** The built schema-worker. */
  readonly entry: URL
  readonly clock: Clock
  /** For one judgement, once the thread has started. */
  readonly judgementTimeoutMs?: number
}

const JUDGEMENT_TIMEOUT_MS = 1_000
const START_TIMEOUT_MS = 5_000
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 }

/** Judges in a thread of its own, which is replaced when a schema hangs it or makes it too large. */
export class WorkerSchemaJudge implements SchemaJudge {
  readonly #thread: ReplaceableThread<SchemaQuestion, Judgement>
  readonly #timeoutMs: number

  constructor({ entry, clock, judgementTimeoutMs = JUDGEMENT_TIMEOUT_MS }: WorkerSchemaJudgeOptions) {
    this.#timeoutMs = judgementTimeoutMs
    this.#thread = new ReplaceableThread({
      name: 'judges a config by its schema',
      entry,
      resourceLimits: RESOURCE_LIMITS,
      clock,
      startTimeoutMs: START_TIMEOUT_MS,
    })
  }

  async judge(schema: JsonObject, value: JsonValue): Promise<Judgement> {
    try {
      return await this.#thread.ask({ schema, value }, this.#timeoutMs)
    } catch (error) {
      if (error instanceof PreparationError && error.code !== 'preparation-closed') {
        return { verdict: 'undecided' }
      }
      throw error
    }
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}
