import type { Operation } from '@evenkeel/core/compilation'
import { systemClock } from '../clock.ts'
import type { StoredCompilation, StoredRevision } from '../snapshots/store/stored-revision.ts'
import { aBase } from './base/a-base.ts'
import { InlinePreparer } from './inline-preparer.ts'
import type { Preparation, Stamp } from './preparer.ts'
import { InlineSchemaJudge } from './schema/inline-schema-judge.ts'

export interface RevisionParts extends Partial<Stamp> {
  readonly base?: StoredCompilation
  readonly operations?: readonly Operation[]
}

/** For tests: a Preparer that runs in the thread of the test. */
export const anInlinePreparer = (): InlinePreparer =>
  new InlinePreparer({ schemaJudge: new InlineSchemaJudge(), clock: systemClock })

/** For tests: revision 1.1 of a base as it is prepared for publication. */
export function aPreparation(parts: RevisionParts = {}): Promise<Preparation> {
  const { base = aBase(), operations = [], ...stamp } = parts
  return anInlinePreparer().prepare(base, operations, {
    epoch: 1,
    sequence: 1,
    publishedAt: new Date('2026-11-01T00:00:00Z'),
    ...stamp,
  })
}

/** For tests: the same as it is kept. */
export async function aRevision(parts: RevisionParts = {}): Promise<StoredRevision> {
  return (await aPreparation(parts)).revision
}
