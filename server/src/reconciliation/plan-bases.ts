import type { Operation } from '@evenkeel/core/compilation'
import { SnapshotError } from '@evenkeel/core/errors'
import type { Preparer } from '../preparation/preparer.ts'
import type { Held, Publisher } from '../publication/publisher.ts'
import type { SnapshotStore } from '../snapshots/store/snapshot-store.ts'
import type { StoredCompilation } from '../snapshots/store/stored-revision.ts'
import type { Hold } from './holds/hold.ts'
import { findMassChangeHold } from './holds/mass-change-hold.ts'
import { roomHold } from './holds/room-hold.ts'

export interface PlanOptions {
  readonly publisher: Publisher
  readonly preparer: Pick<Preparer, 'prepare' | 'compare'>
  readonly store: Pick<SnapshotStore, 'wasPublished'>
  readonly massChangePercent: number
}

export interface BasePlan {
  /** The new bases that may be published. */
  readonly bases: readonly StoredCompilation[]
  readonly holds: readonly Hold[]
}

/** Which of a commit's compilations become bases, environment by environment; the others are held, or already are. */
export async function planBases(
  options: PlanOptions,
  compilations: readonly StoredCompilation[],
  { isAccepted }: { readonly isAccepted: boolean },
): Promise<BasePlan> {
  const bases: StoredCompilation[] = []
  const holds: Hold[] = []
  for (const compilation of compilations) {
    const { environment } = compilation
    if (options.publisher.findPin(environment) !== undefined) continue
    const held = options.publisher.held.get(environment)
    if (isBase(options.publisher, compilation)) continue
    const mass = isAccepted ? undefined : await massOf(options, compilation, held)
    const hold = mass ?? (await roomOf(options, compilation, held?.operations ?? []))
    if (hold) holds.push(hold)
    else bases.push(compilation)
  }
  return { bases, holds }
}

/** Whether an environment is made of exactly this already, and the store knows. */
function isBase(publisher: Publisher, { environment, commit, contentHash }: StoredCompilation): boolean {
  const base = publisher.held.get(environment)?.base
  return (
    base?.commit === commit &&
    base.contentHash === contentHash &&
    base.companion !== undefined &&
    publisher.findUnreadable(environment) === undefined &&
    !publisher.isAhead(environment)
  )
}

async function massOf(
  { preparer, store, massChangePercent }: PlanOptions,
  after: StoredCompilation,
  held: Held | undefined,
): Promise<Hold | undefined> {
  if (held === undefined || held.base.contentHash === after.contentHash) return undefined
  const { environment, commit } = after
  const change = await preparer.compare(held.base, after)
  const hold = findMassChangeHold({ environment, commit, change, limitPercent: massChangePercent })
  // What was published before may come back, however much that is.
  return hold && (await store.wasPublished(environment, after.contentHash)) ? undefined : hold
}

async function roomOf(
  { preparer }: PlanOptions,
  base: StoredCompilation,
  operations: readonly Operation[],
): Promise<Hold | undefined> {
  if (operations.length === 0) return undefined
  try {
    await preparer.prepare(base, operations, { epoch: 1, sequence: 1, publishedAt: new Date(0) })
    return undefined
  } catch (error) {
    if (!(error instanceof SnapshotError) || error.code !== 'does-not-fit') throw error
    return roomHold(base.environment, base.commit, error)
  }
}
