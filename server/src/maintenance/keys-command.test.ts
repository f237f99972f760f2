import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimDataDirectory } from '../config/claim-data-directory.ts'
import { explainFailure } from '../explain-failure.ts'
import type { EmbeddedDatabaseOnDisk } from './an-embedded-database.ts'
import { anEmbeddedDatabase } from './an-embedded-database.ts'
import { describeKeysUsage, runKeysCommand } from './keys-command.ts'

const NEXT_KEY = Buffer.alloc(32, 7).toString('base64')

let database: EmbeddedDatabaseOnDisk

beforeAll(async () => {
  database = await anEmbeddedDatabase()
})

afterAll(() => database.remove())

/** What an operator sees of `evenkeel-server keys …`. */
const keys = (...args: readonly string[]): Promise<string> =>
  runKeysCommand([...args, '--data-dir', database.dataDir]).catch(explainFailure)

const idIn = (text: string): string => /[0-9a-f]{16}/.exec(text)?.[0] ?? ''

describe('evenkeel-server keys', () => {
  it('rotates the key of a database, with two good at once', async () => {
    expect(await keys('list')).toMatch(/^No key is registered yet: the first server that publishes/)

    const first = idIn(await keys('add'))
    expect(await keys('retire', first)).toContain(
      `${first} is the only key that is good: register the next one first, with keys add`,
    )

    const added = await keys('add', NEXT_KEY)
    const next = idIn(added)
    expect(added).toBe(`Registered the key ${next}, public key ${NEXT_KEY}.\n`)
    expect(await keys('list')).toMatch(
      new RegExp(`^${first}  \\S{44}  registered \\S+Z\n${next}  \\S{44}  registered \\S+Z\n$`),
    )

    expect(await keys('retire', first)).toMatch(new RegExp(`^Retired the key ${first}\\.`))
    expect(await keys('list')).toMatch(new RegExp(`^${first} .* retired \\S+Z\n${next} `))
    expect(await keys('retire', first)).toContain(
      `${first} was retired already; keys retire takes the id of a key that is good: ${next}`,
    )
    expect(await keys('retire', 'f'.repeat(16))).toContain(
      `- keys retire takes the id of a key that is good: ${next}`,
    )
    expect(await keys('add')).toMatch(/^Registered again, though it had been retired, the key/)
    expect(await keys('list')).not.toContain('retired')
  })

  it.each([
    [[], 'keys takes one of list, add, retire; evenkeel-server keys --help says more'],
    [['rotate'], 'keys takes one of list, add, retire'],
    [['add', 'my-key'], '"my-key" is no public key: write the 32 bytes in base64'],
    [['list', '--colour'], '--colour'],
  ])('says what to write instead of %j', async (args, words) => {
    expect(await keys(...args)).toContain(words)
  })

  it('says that the server must be stopped while it runs', async () => {
    const release = await claimDataDirectory(database.dataDir)

    expect(await keys('list')).toMatch(/^Another server is running in the data directory .*\nStop it/)

    await release()
  })

  it('makes no database where there is none', async () => {
    const elsewhere = join(database.dataDir, 'elsewhere')

    expect(await runKeysCommand(['list', '--data-dir', elsewhere]).catch(explainFailure)).toMatch(
      /^There is no embedded database at .*elsewhere.*\nSay where the server keeps its own/,
    )
  })

  it('explains itself', () => {
    expect(describeKeysUsage()).toMatch(/keys list .*\n.*keys add .*\n.*keys retire /)
  })
})
