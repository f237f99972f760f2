import type { Preparer } from '../preparation/preparer.ts'
import type { Held, Publisher } from '../publication/publisher.ts'
import { isSameBinding } from './holds/history-hold.ts'
import type { Binding, Reference, ReferenceStore } from '../reference/reference-store.ts'
import type { Logger } from '../telemetry/logger.ts'

export interface RecoveryOptions {
  readonly publisher: Publisher
  readonly preparer: Pick<Preparer, 'prepare'>
  readonly reference: Pick<ReferenceStore, 'within'>
  readonly binding: Binding
  readonly logger: Logger
}

/**
 * Writes back what this process holds and the database does not know, after the database was made anew or restored from
 * a backup: base and operations of whichever is newer, in a new epoch, so that services take it. It needs no Git.
 * Gives whether something was written. Throws as Publisher.publish does.
 */
export async function recover(options: RecoveryOptions, reference: Reference): Promise<boolean> {
  const { publisher, binding } = options
  if (reference.binding && !isSameBinding(reference.binding, binding)) return false
  const isLost = ({ stored }: Held): boolean =>
    publisher.isAhead(stored.environment) || stored.epoch < reference.epochFloor
  const lost = [...publisher.held.values()].filter(isLost)
  const commits = new Set(lost.map(({ base }) => base.commit))
  for (const commit of commits) await writeBack(options, commit, isLost)
  return commits.size > 0
}

/** What is lost of a commit; not what another server wrote back first. */
async function writeBack(
  { publisher, preparer, reference, binding, logger }: RecoveryOptions,
  commit: string,
  isLost: (held: Held) => boolean,
): Promise<void> {
  const lostOf = (held: ReadonlyMap<string, Held>): readonly Held[] =>
    [...held.values()].filter((one) => one.base.commit === commit && isLost(one))
  const lost = lostOf(publisher.held)
  logger.warn('The database does not have what is served; it is written back in a new epoch', {
    environments: lost.map(({ stored }) => stored.environment),
    commit,
    operations: lost.flatMap(({ operations }) => operations),
  })
  await publisher.publish({
    cause: 'commit',
    preparer,
    changes: (held) => lostOf(held).map(({ base, operations }) => ({ base, operations })),
    alongside: async (tx) => {
      const bound = reference.within(tx)
      if ((await bound.load()).binding === undefined) await bound.bind(binding)
    },
  })
}
