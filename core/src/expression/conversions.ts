import { descend, newAllowance, readKeys, readProperty, spend, type Allowance } from './read-json.ts'

const NUMBER = /^(-?\d+(\.\d+)?([Ee][-+]?\d+)?|0([xX][\dA-Fa-f]+|[oO][0-7]+|[bB][01]+))$/

/** JSONata's `$number`: undefined where it would raise an error. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string' || !NUMBER.test(value)) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** JSONata's `$string`: JSON but for strings, which stay as they are; numbers have at most 15 digits. */
export function toText(value: unknown): string | undefined {
  return typeof value === 'string' || value === undefined ? value : writeJson(value, newAllowance(), 0)
}

/** Unlike JSON.stringify, it runs no `toJSON` of the context's, and leaves out what is missing elsewhere too. */
function writeJson(value: unknown, allowance: Allowance, depth: number): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(15)))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const below = descend(depth)
  const write = (part: unknown) => writeJson(part, allowance, below)
  if (Array.isArray(value)) {
    spend(allowance, value.length)
    return `[${value.map(write).join()}]`
  }
  const names = readKeys(value)
  spend(allowance, names.length)
  return `{${names.map((name) => `${write(name)}:${write(readProperty(value, name))}`).join()}}`
}

/** JSONata's `$trim`: each run of white space as one space, none at the ends. */
export function trim(text: string): string {
  return text.replaceAll(/[ \t\n\r]+/g, ' ').replaceAll(/^ | $/g, '')
}

/** JSONata's `$length`: code points, not UTF-16 code units. */
export function countCodePoints(text: string): number {
  let points = 0
  for (let i = 0; i < text.length; i++) {
    if ((text.codePointAt(i) ?? 0) > 0xffff) i++
    points++
  }
  return points
}
