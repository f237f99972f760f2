import type { FrameHeader } from '@evenkeel/core/snapshot'
import type { StoredSnapshot } from '../store/snapshot-store.ts'

export const revisionOf = ({ epoch, sequence }: Pick<StoredSnapshot, 'epoch' | 'sequence'>): string =>
  `${epoch}.${sequence}`

/** On every answer that shows what is served. */
export const revisionHeaders = (stored: StoredSnapshot): Record<string, string> => ({
  'evenkeel-revision': revisionOf(stored),
  'evenkeel-commit': stored.commit,
})

/** Strong: equal tags are equal bytes, from whichever replica. */
export function frameEtag(header: FrameHeader): string {
  const digest = Buffer.from(header.digest).toString('hex')
  const keyId = Buffer.from(header.keyId).toString('hex')
  return `"${revisionOf(header)}-${digest}-${header.issuedAt}-${keyId}"`
}

export const jsonEtag = (stored: StoredSnapshot): string =>
  `"${revisionOf(stored)}-${stored.contentHash}-json"`
