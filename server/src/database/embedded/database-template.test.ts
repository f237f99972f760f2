import { join } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { makeDatabaseTemplate, readDatabaseTemplate } from './database-template.ts'
import { openPglite } from './open-pglite.ts'

it('a database that is made from the template is empty, and keeps what is written to it', async () => {
  await makeDatabaseTemplate()
  expect(await readDatabaseTemplate()).toBeInstanceOf(Blob)
  await using directory = await temporaryDirectory()
  const dataDir = join(directory.path, 'database')

  const made = await openPglite(dataDir)
  const { rows } = await made.query(
    `SELECT count(*)::int AS count FROM information_schema.tables WHERE table_schema = 'public'`,
  )
  expect(rows).toEqual([{ count: 0 }])
  await made.exec('CREATE TABLE kept (word text); INSERT INTO kept VALUES ($$kept$$)')
  await made.close()

  const opened = await openPglite(dataDir)
  expect((await opened.query('SELECT word FROM kept')).rows).toEqual([{ word: 'kept' }])
  await opened.close()
})

it('the template is made once', async () => {
  await makeDatabaseTemplate()
  const before = await readDatabaseTemplate()

  await makeDatabaseTemplate()

  expect((await readDatabaseTemplate())?.size).toBe(before?.size)
})
