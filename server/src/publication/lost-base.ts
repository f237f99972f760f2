import type { ReferenceStore } from '../reference/reference-store.ts'
import type { CommitDescription } from '../snapshots/store/snapshot-store.ts'
import type { StoredRevision } from '../snapshots/store/stored-revision.ts'

/** All that is known, until Git says more, of the commit of a base that the store lost. */
export const describeLost = ({ base, snapshot }: StoredRevision): CommitDescription => ({
  commit: base.commit,
  committedAt: snapshot.publishedAt,
  subject: 'Written back from the last known good',
  author: 'evenkeel-server',
})

/** What newer tips are compared with where the store lost that too. */
export async function referToLost(
  reference: Pick<ReferenceStore, 'load' | 'setCommit'>,
  { base }: StoredRevision,
): Promise<void> {
  if ((await reference.load()).commit === undefined) await reference.setCommit(base.commit)
}
