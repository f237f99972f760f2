import type { Host, Output } from '../host.ts'

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const

/** Ways to set a piece of text apart; each gives the text back unchanged where colours are not wanted. */
export type Style = Readonly<Record<keyof typeof CODES, (text: string) => string>>

const sgr =
  ([open, close]: readonly [number, number]) =>
  (text: string) =>
    `\u001b[${open}m${text}\u001b[${close}m`

const COLOURED: Style = {
  bold: sgr(CODES.bold),
  dim: sgr(CODES.dim),
  red: sgr(CODES.red),
  green: sgr(CODES.green),
  yellow: sgr(CODES.yellow),
  cyan: sgr(CODES.cyan),
}

const unchanged = (text: string) => text

export const PLAIN: Style = {
  bold: unchanged,
  dim: unchanged,
  red: unchanged,
  green: unchanged,
  yellow: unchanged,
  cyan: unchanged,
}

/** Colours only on a terminal; NO_COLOR (https://no-color.org) and FORCE_COLOR have the last word, in Node's order. */
export function styleFor(output: Output, env: Host['env']): Style {
  return wantsColour(output, env) ? COLOURED : PLAIN
}

function wantsColour(output: Output, env: Host['env']): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR']) return false
  return output.isTTY === true && env['TERM'] !== 'dumb'
}
