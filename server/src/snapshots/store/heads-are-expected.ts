import { compareRevisions } from '@evenkeel/core/revision'
import type { EnvironmentRevision, Publication } from './snapshot-store.ts'

/** Whether the heads of a publication's environments are where it was prepared from; the compare of compare-and-set. */
export function headsAreExpected(
  heads: readonly EnvironmentRevision[],
  { revisions, expectedHeads }: Pick<Publication, 'revisions' | 'expectedHeads'>,
): boolean {
  const actual = new Map(heads.map((head) => [head.environment, head]))
  const expected = new Map(expectedHeads.map(({ environment, head }) => [environment, head]))
  const environments = new Set([...revisions.map(({ snapshot }) => snapshot.environment), ...expected.keys()])
  return [...environments].every((environment) => {
    const is = actual.get(environment)
    const was = expected.get(environment)
    return is && was ? compareRevisions(is, was) === 0 : is === was
  })
}
