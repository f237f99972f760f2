import { printable } from '../report/printable.ts'
import type { Style } from '../report/style.ts'

/** One thing that was asked, or would have been. */
export interface Entry {
  readonly answer: 'yes' | 'no' | 'unasked'
  readonly name: string
  readonly says: string
  /** What there is to know of it: a label, and what it says. Without a label it goes on from the line before. */
  readonly lines: readonly (readonly [label: string, text: string])[]
}

/** Names are in a column of their own, so that answers can be read down; so are the labels below. */
export function writeEntries(entries: readonly Entry[], style: Style): string {
  const marks = { yes: style.green('✓'), no: style.red('✗'), unasked: style.dim('·') }
  const width = entries.reduce((widest, { name }) => Math.max(widest, name.length), 0)
  return entries
    .map(({ answer, name, says, lines }) => {
      const dimmed = answer === 'unasked' ? style.dim : (text: string) => text
      const head = `  ${marks[answer]} ${dimmed(`${printable(name).padEnd(width)}  ${printable(says)}`)}\n`
      return head + writeLines(lines, style)
    })
    .join('')
}

function writeLines(lines: Entry['lines'], style: Style): string {
  const width = lines.reduce((widest, [label]) => Math.max(widest, label.length), 0)
  return lines
    .map(([label, text]) => `      ${style.dim(label.padEnd(width))}  ${printable(text)}\n`)
    .join('')
}
