import { SnapshotError } from '../../errors.ts'
import type { JsonValue } from '../../json.ts'
import { CONFIG, FLAG, SEGMENT } from './document-shapes.ts'
import type { LineReading } from './line-map.ts'
import { LineMap } from './line-map.ts'
import { parseSnapshotHeader } from './parse-snapshot-header.ts'
import { NEWER } from './shape.ts'
import { lineStart } from './snapshot-line.ts'
import type { Snapshot, SnapshotFlag, SnapshotSegment } from '../snapshot.ts'

/** The beginning of a line of a kind that only later versions have. */
const UNKNOWN_KIND = /\["(?!(?:flag|segment|config)")([\w-]+)"/y

/**
 * Reads what writeSnapshot wrote. Throws SnapshotError on anything else, an unknown formatVersion included. Lines
 * are found and counted here and parsed when they are first asked for: a flag, segment or config that cannot be
 * read throws SnapshotError then. All values are frozen.
 */
export function parseSnapshot(payload: string): Snapshot {
  const { header, counts, end } = parseSnapshotHeader(payload)
  const flags = readLines<SnapshotFlag>(payload, end, { kind: 'flag', shape: FLAG })
  const segments = readLines<SnapshotSegment>(payload, flags.end, { kind: 'segment', shape: SEGMENT })
  const configs = readLines<JsonValue>(payload, segments.end, { kind: 'config', shape: CONFIG })
  const optionalEnd = passOptional(payload, configs.end)
  if (optionalEnd !== payload.length) throw malformedAt(payload, optionalEnd)
  for (const [what, { map }] of Object.entries({ flags, segments, configs })) {
    const expected = counts[what as keyof typeof counts]
    if (expected !== map.size) throw malformed(`it says that it has ${expected} ${what} and has ${map.size}`)
  }
  return { ...header, flags: flags.map, segments: segments.map, configs: configs.map }
}

/** The lines of one kind from `from` on, and where they end. */
function readLines<V>(
  payload: string,
  from: number,
  reading: LineReading,
): { readonly map: LineMap<V>; readonly end: number } {
  const pattern = lineStart(reading.kind)
  const starts = new Map<string, number>()
  let position = from
  let previous = ''
  for (;;) {
    pattern.lastIndex = position
    const name = pattern.exec(payload)?.[1]
    if (name === undefined) break
    if (name <= previous) throw malformed(`the ${reading.kind} ${name} is there twice or out of order`)
    starts.set(name, position - from)
    previous = name
    position = endOfLine(payload, position)
  }
  return { map: new LineMap(payload.slice(from, position), starts, reading), end: position }
}

/** Where the lines end that whoever does not know their kind may pass over. */
function passOptional(payload: string, from: number): number {
  let position = from
  while (payload.startsWith('["?', position)) position = endOfLine(payload, position)
  return position
}

function endOfLine(payload: string, start: number): number {
  const end = payload.indexOf('\n', start)
  if (end < 0 || payload[end - 1] !== ']') throw malformedAt(payload, start)
  return end + 1
}

function malformedAt(payload: string, position: number): SnapshotError {
  const line = payload.slice(0, position).split('\n').length
  UNKNOWN_KIND.lastIndex = position
  const [, unknown] = UNKNOWN_KIND.exec(payload) ?? []
  if (unknown !== undefined) return malformed(`line ${line}: "${unknown}"${NEWER}`)
  return malformed(`line ${line} is no flag, segment or config where one is expected, or is cut off`)
}

function malformed(reason: string): SnapshotError {
  return new SnapshotError('malformed', `The snapshot cannot be read: ${reason}`)
}
