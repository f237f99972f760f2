import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimDataDirectory } from '../config/claim-data-directory.ts'
import { explainFailure } from '../explain-failure.ts'
import { epochAt } from '../publication/epoch.ts'
import { PostgresReferenceStore } from '../reference/postgres-reference-store.ts'
import { aStoredRevision } from '../snapshots/store/a-stored-revision.ts'
import { PostgresSnapshotStore } from '../snapshots/store/postgres-snapshot-store.ts'
import { PostgresSigningKeyStore } from '../snapshots/signing/postgres-signing-key-store.ts'
import type { EmbeddedDatabaseOnDisk } from './an-embedded-database.ts'
import { anEmbeddedDatabase } from './an-embedded-database.ts'
import { describeRestoreUsage, runRestoreCommand } from './restore-command.ts'

let database: EmbeddedDatabaseOnDisk

beforeAll(async () => {
  database = await anEmbeddedDatabase()
})

afterAll(() => database.remove())

/** What an operator sees of `evenkeel-server restore …`. */
const restore = (...args: readonly string[]): Promise<string> =>
  runRestoreCommand([...args, '--data-dir', database.dataDir]).catch(explainFailure)

const epochIn = (text: string): number => Number(/begins epoch (\d+)/.exec(text)?.[1])

describe('evenkeel-server restore', () => {
  it('has the next publication begin an epoch above the clock, what is stored, and what services have', async () => {
    const now = epochAt(Date.now())
    const byClock = epochIn(await restore())
    expect(byClock).toBeGreaterThanOrEqual(now)

    const ahead = now + 1_000_000
    expect(epochIn(await restore('--above', `${ahead}.17`))).toBe(ahead + 1)
    expect(epochIn(await restore(`--above=${ahead + 5}.1`))).toBe(ahead + 6)

    const stored = ahead + 10
    await database.use((opened) => publish(new PostgresSnapshotStore(opened), stored))
    const last = await restore()
    expect(epochIn(last)).toBe(stored + 1)
    const [reference, keys] = await database.use(async (opened) => [
      await new PostgresReferenceStore(opened).load(),
      await new PostgresSigningKeyStore(opened).list(),
    ])
    expect(reference.epochFloor).toBe(stored + 1)
    expect(keys).toHaveLength(1)
    expect(last).toContain(`signed with the key ${keys[0]?.id ?? ''}.`)
  })

  it.each([
    ['--above', '12'],
    ['--above'],
    ['--above', '1.2.3'],
    ['--above=4294967295.1'],
    ['--above', '-1.1'],
  ])('says what to write instead of %j %j', async (...args) => {
    expect(await restore(...args)).toContain(
      '--above takes a revision as it is shown, epoch.sequence, such as 57801600.42',
    )
  })

  it('says that the server must be stopped while it runs', async () => {
    const release = await claimDataDirectory(database.dataDir)

    expect(await restore()).toMatch(/^Another server is running in the data directory .*\nStop it/)

    await release()
  })

  it('explains itself', () => {
    expect(describeRestoreUsage()).toContain('Usage: evenkeel-server restore [--above <epoch>.<sequence>]')
  })
})

async function publish(store: PostgresSnapshotStore, epoch: number): Promise<void> {
  const revision = aStoredRevision({ epoch })
  const { commit, environment } = revision.snapshot
  await store.publish({
    admitted: { commit, committedAt: new Date(0), subject: 'First', author: 'Ada' },
    revisions: [revision],
    expectedHeads: [{ environment }],
  })
}
