import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import type { Judgement, SchemaJudge } from './schema-judge.ts'

/** Says what it is told to say, and remembers the values that it was asked about. */
export class FakeSchemaJudge implements SchemaJudge {
  judgement: Judgement = { verdict: 'valid' }
  readonly asked: JsonValue[] = []
  /** Runs before each answer. */
  whileAsked = (): Promise<void> => Promise.resolve()

  async judge(_schema: JsonObject, value: JsonValue): Promise<Judgement> {
    this.asked.push(value)
    await this.whileAsked()
    return this.judgement
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
