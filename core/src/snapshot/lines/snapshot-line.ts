import type { JsonValue } from '../../json.ts'
import { writeCanonicalJson } from '../../json.ts'

/** The kinds of lines, in the order in which they follow the header. */
export const LINE_KINDS = ['flag', 'segment', 'config'] as const
export type LineKind = (typeof LINE_KINDS)[number]

/**
 * One document: `["flag","checkout-redesign",{…}]` and a line feed. The name comes first so that lines can be
 * indexed without being parsed.
 */
export function writeLine(kind: LineKind, name: string, value: unknown): string {
  return `${writeCanonicalJson([kind, name, value as JsonValue])}\n`
}

/** The lines of one kind, sorted by name. */
export function writeLines(kind: LineKind, documents: Iterable<readonly [string, unknown]>): string {
  return [...documents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => writeLine(kind, name, value))
    .join('')
}

/** The sticky pattern of a line's beginning; the first group is the name. */
export function lineStart(kind: LineKind): RegExp {
  return new RegExp(`\\["${kind}","([A-Za-z0-9][A-Za-z0-9._-]{0,127})",`, 'y')
}
