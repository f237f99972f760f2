import { isExact, parseDecimal } from '../../decimal.ts'

export type ResolvedScalar =
  | { readonly value: string | number | boolean | null }
  | { readonly problem: { readonly message: string; readonly hint: string } }

const KEYWORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
])

/** What the YAML 1.2 core schema takes for a number and we do not, because readers disagree about its value. */
const NUMBER_LIKE =
  /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** Gives a plain scalar its type by the YAML 1.2 core schema, with numbers that are exact or refused. */
export function resolvePlainScalar(text: string): ResolvedScalar {
  const keyword = KEYWORDS.get(text)
  if (keyword !== undefined) return { value: keyword }
  const decimal = parseDecimal(text)
  if (decimal) {
    const value = Number(text)
    if (isExact(decimal, value)) return { value: value === 0 ? 0 : value }
    return refused(text, 'it has more digits than a number can hold')
  }
  if (NUMBER_LIKE.test(text)) return refused(text, 'it is not written as a JSON number')
  return { value: text }
}

function refused(text: string, why: string): ResolvedScalar {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  const plain = text.length > 40 ? undefined : plainlyWritten(text)
  return {
    problem: {
      message: `the number \`${shown}\` cannot be read exactly: ${why}`,
      hint:
        plain === undefined
          ? `quote it if it is text: "${shown}"`
          : `write ${plain}, or "${shown}" if it is text`,
    },
  }
}

/** The same number as JSON writes it, where there is one. */
function plainlyWritten(text: string): string | undefined {
  const value = Number(/^[-+]?0+\d+$/.test(text) ? text.replace(/^([-+]?)0+(?=\d)/, '$1') : text)
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER && Math.abs(value) > 1e-6
    ? String(value)
    : undefined
}
