import type { Preparer } from '../preparation/preparer.ts'
import type { Held, Publisher } from '../publication/publisher.ts'
import { isSameBinding } from './holds/history-hold.ts'
import type { Binding, Reference, ReferenceStore } from '../reference/reference-store.ts'
import type { CommitDescription } from '../snapshots/snapshot-store.ts'
import type { Logger } from '../telemetry/logger.ts'

export interface RecoveryOptions {
  readonly publisher: Publisher
  readonly preparer: Pick<Preparer, 'prepare'>
  readonly reference: ReferenceStore
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
  const lost = [...publisher.held.values()].filter((held) => isLost(held, publisher, reference))
  const commits = new Set(lost.map(({ base }) => base.commit))
  for (const commit of commits) {
    await writeBack(
      options,
      lost.filter(({ base }) => base.commit === commit),
      commit,
    )
  }
  return commits.size > 0
}

function isLost({ stored }: Held, publisher: Publisher, { epochFloor }: Reference): boolean {
  return publisher.isAhead(stored.environment) || stored.epoch < epochFloor
}

async function writeBack(options: RecoveryOptions, lost: readonly Held[], commit: string): Promise<void> {
  const { publisher, preparer, reference, binding, logger } = options
  const environments = lost.map(({ stored }) => stored.environment)
  logger.warn('The database does not have what is served; it is written back in a new epoch', {
    environments,
    commit,
    operations: lost.flatMap(({ operations }) => operations),
  })
  await publisher.publish({
    cause: 'commit',
    preparer,
    admitted: describeLost(commit, lost),
    changes: (held) =>
      environments.flatMap((environment) => {
        const { base, operations } = held.get(environment) ?? {}
        return base?.commit === commit && operations ? [{ base, operations }] : []
      }),
    alongside: async (tx) => {
      const bound = reference.within(tx)
      const known = await bound.load()
      if (known.binding === undefined) await bound.bind(binding)
      if (known.commit === undefined) await bound.setCommit(commit)
    },
  })
}

/** All that is known of it until Git says more. */
function describeLost(commit: string, [first]: readonly Held[]): CommitDescription {
  const committedAt = first?.stored.publishedAt ?? new Date(0)
  return { commit, committedAt, subject: 'Written back from the last known good', author: 'evenkeel-server' }
}
