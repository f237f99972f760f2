import type { JsonObject, JsonValue } from '../../json.ts'
import type { DocumentPath } from '../issue.ts'
import type { SchemaProblem } from './schema-problem.ts'
import { findUnfolding } from './find-unfolding.ts'

/** Mappings, lists and single values. Compiling them takes about a millisecond for ten. */
const MAX_SCHEMA_VALUES = 10_000
/** Each is tried on each key of a value. */
const MAX_KEY_PATTERNS = 100
/** Values with each `$ref` in the place of what it refers to: two that lead on to two more double with every step. */
const MAX_UNFOLDED_VALUES = 100_000

interface Count {
  values: number
  keyPatterns: number
}

/** Why an author's schema is not compiled, where compiling or running it could take very long. */
export function findTooLarge(schema: JsonObject): SchemaProblem | undefined {
  const past = countPast(schema, [], { values: 0, keyPatterns: 0 })
  if (past) return past
  const place = findUnfolding(schema, MAX_UNFOLDED_VALUES)
  return place && unfoldsTooFar(place)
}

/** What is one too many, in the order of the text. */
function countPast(value: JsonValue, path: DocumentPath, count: Count): SchemaProblem | undefined {
  count.values++
  if (count.values > MAX_SCHEMA_VALUES) return tooManyValues(path)
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, held] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    if (key === 'patternProperties' && typeof held === 'object' && held !== null) {
      count.keyPatterns += Object.keys(held).length
      if (count.keyPatterns > MAX_KEY_PATTERNS) return tooManyPatterns(count.keyPatterns, here)
    }
    const past = countPast(held, here, count)
    if (past) return past
  }
  return undefined
}

function tooManyValues(path: DocumentPath): SchemaProblem {
  return {
    code: 'schema-too-large',
    message: `the schema goes on beyond ${MAX_SCHEMA_VALUES} values, which are as many as one may have`,
    hint: 'describe only what could go wrong; what is alike fits in `additionalProperties`, `items` or `pattern`',
    path,
  }
}

function tooManyPatterns(count: number, path: DocumentPath): SchemaProblem {
  return {
    code: 'schema-too-large',
    message: `the schema has ${count} \`patternProperties\` up to here, and ${MAX_KEY_PATTERNS} are allowed: each is tried on each key`,
    hint: 'join patterns with `|`, or write `additionalProperties`',
    path,
  }
}

function unfoldsTooFar(path: DocumentPath): SchemaProblem {
  return {
    code: 'schema-too-large',
    message: `with what each \`$ref\` refers to in its place, the schema has more than the ${MAX_UNFOLDED_VALUES} values that are allowed`,
    hint: 'refer to a definition once where it applies, not twice on every step of a chain',
    path,
  }
}
