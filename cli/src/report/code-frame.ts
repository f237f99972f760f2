import type { Position } from '@evenkeel/core/manifest'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

const MAX_WIDTH = 100

/**
 * The line at `position` under the one before it, with the word there underlined. Empty when the text has no such
 * line.
 */
export function codeFrame(text: string, position: Position, style: Style): string[] {
  const lines = text.split(/\r?\n/)
  const line = lines[position.line - 1]
  if (line === undefined) return []

  const gutter = String(position.line).length
  const from = Math.max(0, position.column - 1 - Math.floor(MAX_WIDTH / 2))
  const start = line.length <= MAX_WIDTH ? 0 : from
  const shown = (source: string) => printable(source.slice(start, start + MAX_WIDTH))
  const numbered = (number: number, source: string) =>
    `${style.dim(`${String(number).padStart(gutter)} │`)} ${shown(source)}`.trimEnd()

  const before = lines[position.line - 2]
  return [
    ...(before?.trim() ? [numbered(position.line - 1, before)] : []),
    numbered(position.line, line),
    `${style.dim(`${' '.repeat(gutter)} │`)} ${underline(line, position.column, start)}`,
  ]

  function underline(source: string, column: number, cut: number): string {
    const indent = source.slice(cut, column - 1).replace(/[^\t]/gu, ' ')
    const word = /^["'`]?[\w$.-]*["'`]?/.exec(source.slice(column - 1))?.[0] ?? ''
    const width = Math.min(Math.max(1, word.length), cut + MAX_WIDTH - column + 1)
    return indent + style.red('^'.repeat(Math.max(1, width)))
  }
}
