import { SnapshotError } from '../../errors.ts'
import { checkObject, checkOneOf, checkString } from './check-document.ts'
import type { Snapshot } from '../snapshot.ts'
import { SNAPSHOT_FORMAT_VERSION } from '../snapshot.ts'

export interface SnapshotHeader {
  readonly header: Omit<Snapshot, 'flags' | 'segments' | 'configs'>
  /** How many lines of each kind follow. */
  readonly counts: { readonly flags: number; readonly segments: number; readonly configs: number }
  /** Where the first line after the header starts. */
  readonly end: number
}

/** Reads the first line of a payload. Throws SnapshotError. */
export function parseSnapshotHeader(payload: string): SnapshotHeader {
  const end = payload.indexOf('\n') + 1
  if (end === 0) throw new SnapshotError('malformed', 'The snapshot has no header line')
  try {
    return { ...readHeader(JSON.parse(payload.slice(0, end))), end }
  } catch (cause) {
    if (cause instanceof SnapshotError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SnapshotError('malformed', `The snapshot's header cannot be read: ${reason}`, { cause })
  }
}

function readHeader(value: unknown): Pick<SnapshotHeader, 'header' | 'counts'> {
  checkObject(value, 'the header')
  const { formatVersion, environment, scope, revision, contentHash } = value
  if (Number.isInteger(formatVersion) && formatVersion !== SNAPSHOT_FORMAT_VERSION) {
    const message = `The snapshot has format ${String(formatVersion)}; this version reads ${SNAPSHOT_FORMAT_VERSION}`
    throw new SnapshotError('unknown-format', message)
  }
  if (formatVersion !== SNAPSHOT_FORMAT_VERSION) throw new TypeError('formatVersion is no integer')
  checkString(environment, 'environment')
  checkOneOf(scope, ['default'], 'scope')
  checkString(contentHash, 'contentHash')
  const header = { formatVersion, environment, scope, revision: readRevision(revision), contentHash } as const
  const counts = {
    flags: readCount(value['flags'], 'flags'),
    segments: readCount(value['segments'], 'segments'),
    configs: readCount(value['configs'], 'configs'),
  }
  return { header, counts }
}

function readRevision(revision: unknown): Snapshot['revision'] {
  checkObject(revision, 'revision')
  const { epoch, sequence, commit, stateHash } = revision
  checkString(commit, 'commit')
  checkString(stateHash, 'stateHash')
  return { epoch: readCount(epoch, 'epoch'), sequence: readCount(sequence, 'sequence'), commit, stateHash }
}

function readCount(value: unknown, what: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError(`${what} is no count`)
  return value as number
}
