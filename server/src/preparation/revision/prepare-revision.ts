import type { Clock } from '@evenkeel/core/clock'
import type { Applied } from '@evenkeel/core/compilation'
import { packContent, patchesToJudge, targetOf } from '@evenkeel/core/compilation'
import { SnapshotError } from '@evenkeel/core/errors'
import { formatRevision } from '@evenkeel/core/revision'
import { nodePlatform } from '../../node-platform.ts'
import type { StoredSnapshot } from '../../snapshots/store/snapshot-store.ts'
import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'
import { applyJudged } from './apply-judged.ts'
import type { OpenBases } from '../base/open-bases.ts'
import type { Preparation } from '../preparer.ts'
import { readBack, requireContentHash } from './read-back.ts'
import { requireUsable } from './require-usable.ts'
import { judgePatches } from '../schema/judge-patches.ts'
import type { SchemaJudge } from '../schema/schema-judge.ts'
import type { RevisionInput, ServedContent } from './stamp-snapshot.ts'
import { contentAsCommitted, stampSnapshot } from './stamp-snapshot.ts'

export interface PreparationTools {
  readonly bases: OpenBases
  readonly schemaJudge: SchemaJudge
  readonly clock: Clock
}

/** What a revision will serve. */
interface Served extends ServedContent, Pick<Applied, 'dormant' | 'changedFlags' | 'changedConfigs'> {
  /** Absent where it is the base's, which need not be opened for it. */
  readonly content?: string
}

/** As Preparer.prepare. */
export async function prepareRevision(input: RevisionInput, tools: PreparationTools): Promise<Preparation> {
  const { base, operations, stamp } = input
  const served = operations.length === 0 ? asCommitted(base) : await applied(input, tools)
  const { header, snapshot } = stampSnapshot(input, served)
  const reading = readBack(snapshot)
  if (served.content === undefined) requireContentHash(snapshot, reading)
  else if (!isWhole(reading.payload, header, served.content)) throw readsOtherwise(snapshot)
  requireUsable(reading.snapshot, {
    flags: served.changedFlags,
    segments: [],
    configs: served.changedConfigs,
    nowMs: stamp.publishedAt.getTime(),
  })
  const sorted = operations.toSorted((a, b) => (targetOf(a) < targetOf(b) ? -1 : 1))
  return {
    revision: { snapshot, base, operations: sorted },
    text: reading.text,
    dormant: served.dormant,
  }
}

function asCommitted(base: StoredCompilation): Served {
  return { ...contentAsCommitted(base), dormant: [], changedFlags: [], changedConfigs: [] }
}

async function applied({ base, operations }: RevisionInput, tools: PreparationTools): Promise<Served> {
  const { compilation, blocks } = tools.bases.open(base)
  const patches = patchesToJudge(compilation, operations)
  const judgements = await judgePatches(patches, tools.schemaJudge, tools.clock)
  const result = applyJudged(compilation, operations, judgements)
  const isCommitted = result.contentHash === base.contentHash
  return {
    ...result,
    packed: isCommitted ? base : packContent(result.content, nodePlatform.deflateBlock, blocks),
  }
}

/** Without putting them together, which would cost as much as all else. */
function isWhole(payload: string, header: string, content: string): boolean {
  return payload.startsWith(header) && payload.slice(header.length) === content
}

function readsOtherwise(stored: StoredSnapshot): SnapshotError {
  const message = `The snapshot ${formatRevision(stored)} of ${stored.environment} does not read back as it was written`
  return new SnapshotError('malformed', message)
}
