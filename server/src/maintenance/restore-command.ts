import { MAX_EPOCH, parseRevision } from '@evenkeel/core/revision'
import { loadDatabaseConfig } from '../config/load-config.ts'
import { ConfigError } from '../errors.ts'
import { epochAt } from '../publication/epoch.ts'
import { PostgresReferenceStore } from '../reference/postgres-reference-store.ts'
import { PostgresSnapshotStore } from '../snapshots/store/postgres-snapshot-store.ts'
import { loadSigningKey } from '../snapshots/signing/load-signing-key.ts'
import { PostgresSigningKeyStore } from '../snapshots/signing/postgres-signing-key-store.ts'
import { createLogger } from '../telemetry/pino-logger.ts'
import { withDatabase } from './with-database.ts'

export const describeRestoreUsage = (): string =>
  `Makes services take what a server publishes after its database was lost or restored from a backup.

Usage: evenkeel-server restore [--above <epoch>.<sequence>]

Services take nothing older than what they have. This has the next publication, of every environment, begin a new epoch
that is above everything this database knows, above the clock's, and above --above: write there the newest revision that
GET /v1/sync shows under clientsAhead. It also registers the signing key at hand.

Options: --data-dir, --signing-key-file, and DATABASE_URL, as the server has them. A running server on PostgreSQL follows at
its next poll; an embedded database can be used while its server is stopped.
`

/** What to print for `evenkeel-server restore …`. Throws ConfigError, StartError or StoreError. */
export async function runRestoreCommand(args: readonly string[]): Promise<string> {
  const { above, others } = takeAbove(args)
  const config = loadDatabaseConfig(others)
  const key = await loadSigningKey(config, createLogger('silent'))
  return withDatabase(config, async (database) => {
    const heads = await new PostgresSnapshotStore(database).findHeadRevisions()
    const newest = Math.max(0, ...heads.map(({ epoch }) => epoch))
    const epoch = Math.max(newest + 1, epochAt(Date.now()), above + 1)
    await database.transact(async (tx) => {
      await new PostgresReferenceStore(database).within(tx).raiseEpochFloor(epoch)
      await new PostgresSigningKeyStore(database).within(tx).register(key, new Date())
    })
    return `The next publication of every environment begins epoch ${epoch} or a later one, signed with the key ${key.id}. Start the server if it is stopped.\n`
  })
}

interface RestoreArguments {
  /** The epoch that the new one has to be above. */
  readonly above: number
  readonly others: readonly string[]
}

function takeAbove(args: readonly string[]): RestoreArguments {
  const at = args.findIndex((arg) => arg === '--above' || arg.startsWith('--above='))
  if (at === -1) return { above: 0, others: args }
  const isJoined = args[at]?.includes('=') === true
  const written = isJoined ? args[at]?.slice('--above='.length) : args[at + 1]
  const revision = parseRevision(written ?? '')
  if (revision === undefined || revision.epoch === MAX_EPOCH) {
    throw new ConfigError(['--above takes a revision as it is shown, epoch.sequence, such as 57801600.42'])
  }
  return {
    above: revision.epoch,
    others: args.filter((_, index) => index !== at && (isJoined || index !== at + 1)),
  }
}
