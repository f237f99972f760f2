import type { Clock } from '@evenkeel/core/clock'
import { InlinePreparer } from './inline-preparer.ts'
import type { Preparer } from './preparer.ts'
import { InlineSchemaJudge } from './schema/inline-schema-judge.ts'
import { WorkerPreparer } from './worker-preparer.ts'

const isBuilt = import.meta.url.endsWith('.js')

/** In a thread of its own where this code was built; on this thread where it runs from source, as in tests. */
export const openPreparer = (clock: Clock): Preparer =>
  isBuilt
    ? new WorkerPreparer({ clock })
    : new InlinePreparer({ schemaJudge: new InlineSchemaJudge(), clock })
