import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { compileAuthorSchema, formatPath } from '@evenkeel/core/manifest'
import type { Judgement } from './schema-judge.ts'

/** Takes as long as the schema does. */
export function judgeValue(schema: JsonObject, value: JsonValue): Judgement {
  const compiled = compileAuthorSchema(schema)
  const [problem] = 'check' in compiled ? compiled.check(value) : compiled.problems
  if (problem === undefined) return { verdict: 'valid' }
  const place = problem.path.length === 0 ? '' : `, at ${formatPath(problem.path)}`
  return { verdict: 'violated', problem: `${problem.message}${place}` }
}
