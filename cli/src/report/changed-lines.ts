import { printable } from './printable.ts'
import type { Style } from './style.ts'

const MAX_LINES = 20
const MAX_WIDTH = 100

/** The lines that only one of two texts has: first those that are gone, then those that are new. */
export function writeChangedLines(from: string, to: string, style: Style): string {
  const lines = [
    ...linesBeside(from, to).map((line) => style.red(`- ${line}`)),
    ...linesBeside(to, from).map((line) => style.green(`+ ${line}`)),
  ]
  const more = lines.length - MAX_LINES
  const shown = more > 0 ? [...lines.slice(0, MAX_LINES), style.dim(`… and ${more} more`)] : lines
  return shown.map((line) => `  ${line}\n`).join('')
}

function linesBeside(text: string, other: string): string[] {
  const known = new Set(split(other))
  return split(text)
    .filter((line) => line !== '' && !known.has(line))
    .map((line) => printable(line.length > MAX_WIDTH ? `${line.slice(0, MAX_WIDTH - 1)}…` : line))
}

const split = (text: string): string[] => text.split('\n').map((line) => line.trim())
