import { styleText } from 'node:util'

/** Tells the story on a terminal: numbered chapters, plain lines, and ticks for what was seen to happen. */
export interface Narrator {
  chapter(title: string): void
  say(text: string): void
  /** Something that was observed, as opposed to announced. */
  observed(text: string): void
  failed(text: string): void
  table(rows: readonly (readonly string[])[]): void
}

export function terminalNarrator(write: (text: string) => void, colours: boolean): Narrator {
  const paint = (style: 'bold' | 'green' | 'red' | 'dim', text: string) =>
    colours ? styleText(style, text) : text
  let chapters = 0

  return {
    chapter(title) {
      chapters++
      write(`\n${paint('bold', `${chapters}. ${title}`)}\n`)
    },
    say(text) {
      write(`${indent(text)}\n`)
    },
    observed(text) {
      write(`   ${paint('green', '✓')} ${text}\n`)
    },
    failed(text) {
      write(`   ${paint('red', '✗')} ${text}\n`)
    },
    table(rows) {
      for (const [index, line] of alignColumns(rows).entries()) {
        write(`   ${index === 0 ? paint('dim', line) : line}\n`)
      }
    },
  }
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `   ${line}`.trimEnd())
    .join('\n')
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
