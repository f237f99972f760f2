import { formatRevision } from '@evenkeel/core/revision'
import type { FrameHeader } from '@evenkeel/core/snapshot'
import type { StoredSnapshot } from '../store/snapshot-store.ts'

/** On every answer that shows what is served. */
export const revisionHeaders = (stored: StoredSnapshot): Record<string, string> => ({
  'evenkeel-revision': formatRevision(stored),
  'evenkeel-commit': stored.commit,
})

/** Strong: equal tags are equal bytes, from whichever replica. */
export function frameEtag(header: FrameHeader): string {
  const digest = Buffer.from(header.digest).toString('hex')
  const keyId = Buffer.from(header.keyId).toString('hex')
  return `"${formatRevision(header)}-${digest}-${header.issuedAt}-${keyId}"`
}

export const jsonEtag = (stored: StoredSnapshot): string =>
  `"${formatRevision(stored)}-${stored.contentHash}-json"`
