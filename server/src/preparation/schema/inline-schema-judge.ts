import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { judgeValue } from './judge-value.ts'
import type { Judgement, SchemaJudge } from './schema-judge.ts'

/** Judges in the thread that asks, without a limit of time: for tests and schemas that are known. */
export class InlineSchemaJudge implements SchemaJudge {
  judge(schema: JsonObject, value: JsonValue): Promise<Judgement> {
    return Promise.resolve(judgeValue(schema, value))
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
