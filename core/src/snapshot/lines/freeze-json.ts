/** Deeper than any document that is admitted: 32 levels of YAML and 256 nodes of an expression. */
const MAX_DEPTH = 512

/** Freezes what JSON.parse gave, all the way down. Throws RangeError on what no document can hold. */
export function freezeJson(value: unknown, depth = 0): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('a number is out of range')
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw new RangeError(`it is nested more than ${MAX_DEPTH} levels deep`)
  for (const held of Object.values(value)) freezeJson(held, depth + 1)
  Object.freeze(value)
}
