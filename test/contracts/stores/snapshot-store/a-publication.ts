import { aStoredRevision } from '../../../../server/src/snapshots/store/a-stored-revision.ts'
import type { ExpectedHead, Publication } from '../../../../server/src/snapshots/store/snapshot-store.ts'
import type { StoredRevision } from '../../../../server/src/snapshots/store/stored-revision.ts'

export const at = new Date('2026-11-01T12:00:00.123Z')
export const A = 'a'.repeat(40)
export const B = 'b'.repeat(40)

export type Parts = Parameters<typeof aStoredRevision>

export const aRevision = (snapshot: Parts[0] = {}, parts: Parts[1] = {}): StoredRevision =>
  aStoredRevision({ commit: A, publishedAt: at, ...snapshot }, parts)

export function aPublication(
  revisions: readonly StoredRevision[] = [aRevision()],
  expectedHeads: readonly ExpectedHead[] = revisions.map(({ snapshot: { environment } }) => ({
    environment,
  })),
): Publication {
  return { admitted: aCommit(revisions[0]!.snapshot.commit), revisions, expectedHeads }
}

export const aCommit = (commit: string) => ({
  commit,
  committedAt: new Date('2026-11-01T11:59:00Z'),
  subject: "Turn the checkout's redesign on — for staff",
  author: 'Ada',
})

export const production = (epoch: number, sequence: number): ExpectedHead => ({
  environment: 'production',
  head: { epoch, sequence },
})

/** Bytes as numbers: buffers and plain arrays of bytes are the same to a test. */
export const plain = ({ snapshot, base, operations }: StoredRevision) => ({
  snapshot: { ...snapshot, payload: [...snapshot.payload] },
  base: { ...base, content: [...base.content], companion: base.companion && [...base.companion] },
  operations,
})
