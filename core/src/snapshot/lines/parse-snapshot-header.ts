import { messageOf, SnapshotError } from '../../errors.ts'
import { BOUNDARIES } from './document-shapes.ts'
import type { Snapshot } from '../snapshot.ts'
import { SNAPSHOT_FORMAT_VERSION } from '../snapshot.ts'
import { integer, listOf, objectOf, oneOf, optional, requireShape, text } from './shape.ts'

export interface SnapshotHeader {
  readonly header: Omit<Snapshot, 'flags' | 'segments' | 'configs'>
  /** How many lines of each kind follow. */
  readonly counts: { readonly flags: number; readonly segments: number; readonly configs: number }
  /** Where the first line after the header starts. */
  readonly end: number
}

const count = integer(0, Number.MAX_SAFE_INTEGER)

const HEADER = objectOf({
  formatVersion: oneOf([SNAPSHOT_FORMAT_VERSION]),
  environment: text,
  scope: oneOf(['default']),
  revision: objectOf({ epoch: count, sequence: count, commit: text, stateHash: text }),
  contentHash: text,
  boundaries: BOUNDARIES,
  privateAttributes: optional(listOf(text)),
  overriddenConfigs: optional(listOf(text)),
  flags: count,
  segments: count,
  configs: count,
})

/** Reads the first line of a payload. Throws SnapshotError. */
export function parseSnapshotHeader(payload: string): SnapshotHeader {
  const end = payload.indexOf('\n') + 1
  try {
    return { ...readHeader(JSON.parse(payload.slice(0, end))), end }
  } catch (cause) {
    if (cause instanceof SnapshotError) throw cause
    const message = `The snapshot's header cannot be read: ${messageOf(cause)}`
    throw new SnapshotError('malformed', message, { cause })
  }
}

function readHeader(value: unknown): Pick<SnapshotHeader, 'header' | 'counts'> {
  const format = (value as { readonly formatVersion?: unknown } | null)?.formatVersion
  if (Number.isInteger(format) && format !== SNAPSHOT_FORMAT_VERSION) {
    const message = `The snapshot has format ${String(format)}; this version reads ${SNAPSHOT_FORMAT_VERSION}`
    throw new SnapshotError('unknown-format', message)
  }
  requireShape(HEADER, value, 'header')
  const { flags, segments, configs, ...header } = value as SnapshotHeader['header'] & SnapshotHeader['counts']
  return { header, counts: { flags, segments, configs } }
}
