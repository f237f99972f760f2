import type { Clock } from '@evenkeel/core/clock'
import type { Operation } from '@evenkeel/core/compilation'
import type { StoredCompilation, StoredRevision } from '../snapshots/store/stored-revision.ts'
import { ComparedContents } from './base/compared-contents.ts'
import { OpenBases } from './base/open-bases.ts'
import { compareBases } from './base/compare-bases.ts'
import { type PreparationTools, prepareRevision } from './revision/prepare-revision.ts'
import type { BaseChange, Preparation, Preparer, ReadablePart, Stamp } from './preparer.ts'
import { readRevision } from './revision/read-revision.ts'
import type { SchemaJudge } from './schema/schema-judge.ts'
import { writeReadable } from './write-readable.ts'

export interface InlinePreparerOptions {
  readonly schemaJudge: SchemaJudge
  readonly clock: Clock
}

/** Prepares in the thread that asks. */
export class InlinePreparer implements Preparer {
  readonly #tools: PreparationTools
  readonly #compared = new ComparedContents()

  constructor({ schemaJudge, clock }: InlinePreparerOptions) {
    this.#tools = { bases: new OpenBases(), schemaJudge, clock }
  }

  prepare(base: StoredCompilation, operations: readonly Operation[], stamp: Stamp): Promise<Preparation> {
    return prepareRevision({ base, operations, stamp }, this.#tools)
  }

  read(stored: StoredRevision): Promise<Preparation> {
    return readRevision(stored, this.#tools)
  }

  compare(before: StoredCompilation, after: StoredCompilation): Promise<BaseChange> {
    return Promise.resolve().then(() => compareBases(this.#compared.open(before), this.#compared.open(after)))
  }

  writeReadable(text: Uint8Array, part: ReadablePart): Promise<Uint8Array> {
    return Promise.resolve().then(() => writeReadable(text, part))
  }

  close(): Promise<void> {
    return this.#tools.schemaJudge.close()
  }
}
