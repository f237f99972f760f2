import type { PatchToJudge } from '@evenkeel/core/compilation'
import { patchesToJudge, stateHashOf } from '@evenkeel/core/compilation'
import { nodePlatform } from '../../node-platform.ts'
import type { StoredRevision } from '../../snapshots/store/stored-revision.ts'
import { applyJudged } from './apply-judged.ts'
import type { Preparation } from '../preparer.ts'
import type { PreparationTools } from './prepare-revision.ts'
import { type Reading, readBack, requireContentHash, requireField } from './read-back.ts'
import { everythingOf, requireUsable } from './require-usable.ts'
import { type Judgements, judgePatches } from '../schema/judge-patches.ts'
import type { Judgement } from '../schema/schema-judge.ts'

/** As Preparer.read. */
export async function readRevision(stored: StoredRevision, tools: PreparationTools): Promise<Preparation> {
  const { snapshot, base, operations } = stored
  const reading = readBack(snapshot)
  requireContentHash(snapshot, reading)
  requireRow(stored)
  requireEverythingUsable(stored, reading)
  const { compilation } = tools.bases.open(base)
  const patches = patchesToJudge(compilation, operations)
  const judgements = await judgeAsPublished(patches, reading.snapshot.overriddenConfigs ?? [], tools)
  const { contentHash, dormant } = applyJudged(compilation, operations, judgements)
  if (base.companion) {
    requireField(snapshot, 'contentHash', { found: contentHash, where: 'its base and operations give' })
  }
  return { revision: stored, text: reading.text, dormant }
}

function requireRow({ snapshot, base, operations }: StoredRevision): void {
  const stateHash = stateHashOf(operations, nodePlatform.sha256)
  requireField(snapshot, 'stateHash', { found: stateHash, where: 'its operations give' })
  requireField(snapshot, 'environment', { found: base.environment, where: 'its base is of' })
  requireField(snapshot, 'commit', { found: base.commit, where: 'its base is of' })
}

function requireEverythingUsable({ snapshot }: StoredRevision, reading: Reading): void {
  requireUsable(reading.snapshot, {
    ...everythingOf(reading.snapshot),
    nowMs: snapshot.publishedAt.getTime(),
  })
}

/**
 * What the schemas said when it was published: that a patch is valid, of the configs that the header names. Those are
 * not asked again, so that what is served does not hang on how busy the machine is.
 */
async function judgeAsPublished(
  patches: readonly PatchToJudge[],
  overriddenConfigs: readonly string[],
  { schemaJudge, clock }: PreparationTools,
): Promise<Judgements> {
  const isOverridden = ({ operation }: PatchToJudge) => overriddenConfigs.includes(operation.config)
  const others = patches.filter((patch) => !isOverridden(patch))
  const judged = await judgePatches(others, schemaJudge, clock)
  const valid = patches.filter(isOverridden).map(({ operation }) => [operation.id, VALID] as const)
  return new Map([...valid, ...Array.from(judged, ([id, judgement]) => [id, asRefused(judgement)] as const)])
}

const VALID: Judgement = { verdict: 'valid' }

/** A patch that was not applied and is valid now had not been decided on in time. */
const asRefused = (judgement: Judgement): Judgement =>
  judgement.verdict === 'valid' ? { verdict: 'undecided' } : judgement
