import type { JsonObject, JsonValue } from '@evenkeel/core/json'

export type Judgement =
  | { readonly verdict: 'valid' }
  /** `problem` is one sentence. */
  | { readonly verdict: 'violated'; readonly problem: string }
  /** The schema did not say within its time. */
  | { readonly verdict: 'undecided' }

/** Runs what an author wrote as a config's JSON Schema, which may never end. */
export interface SchemaJudge {
  judge(schema: JsonObject, value: JsonValue): Promise<Judgement>
  close(): Promise<void>
}
