import type { LineKind } from '../snapshot/lines/snapshot-line.ts'
import { LINE_KINDS } from '../snapshot/lines/snapshot-line.ts'

/** Where a document is in a compilation's content, which is sorted by kind and name. */
export interface ContentLine {
  readonly kind: LineKind
  readonly name: string
  readonly start: number
  /** After the line feed. */
  readonly end: number
}

/** The line that starts there. */
export function lineAt(content: string, start: number): ContentLine {
  const kindEnd = content.indexOf('"', start + 2)
  const nameEnd = content.indexOf('"', kindEnd + 3)
  return {
    kind: content.slice(start + 2, kindEnd) as LineKind,
    name: content.slice(kindEnd + 3, nameEnd),
    start,
    end: content.indexOf('\n', nameEnd) + 1,
  }
}

/** The line that a position is in. */
export function lineAround(content: string, position: number): ContentLine {
  return lineAt(content, position === 0 ? 0 : content.lastIndexOf('\n', position - 1) + 1)
}

/** By bisection: nothing is kept of a content but its text. */
export function findLine(content: string, kind: LineKind, name: string): ContentLine | undefined {
  let low = 0
  let high = content.length
  while (low < high) {
    const line = lineAround(content, (low + high) >> 1)
    if (line.kind === kind && line.name === name) return line
    if (isBefore(line, kind, name)) low = line.end
    else high = line.start
  }
  return undefined
}

/** The document of a line. */
export function readLine(content: string, { start, end }: ContentLine): unknown {
  const [, , document] = JSON.parse(content.slice(start, end)) as readonly [string, string, unknown]
  return document
}

function isBefore(line: ContentLine, kind: LineKind, name: string): boolean {
  if (line.kind === kind) return line.name < name
  return LINE_KINDS.indexOf(line.kind) < LINE_KINDS.indexOf(kind)
}
