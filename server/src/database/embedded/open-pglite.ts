import { access, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PGliteOptions } from '@electric-sql/pglite'
import { PGlite, types } from '@electric-sql/pglite'
import { readDatabaseTemplate } from './database-template.ts'

/** PGlite's own make an array of texts of every byte, which takes seconds for what is published. */
const BYTES: PGliteOptions = {
  // What is no text is sent as it is, whatever the type of a serializer says.
  serializers: { [types.BYTEA]: (bytes: Uint8Array) => bytes as unknown as string },
  parsers: { [types.BYTEA]: parseHex },
}

/**
 * Opens the database in a directory, or makes one there; undefined keeps it in memory. A directory that was not made
 * to its end could never be opened again, so a mark beside it says so for as long as it is made, and it is made anew.
 */
export async function openPglite(dataDir: string | undefined): Promise<PGlite> {
  if (dataDir === undefined) return PGlite.create({ ...BYTES, ...(await madeFrom()) })
  const mark = `${dataDir}.unfinished`
  if (await exists(mark)) await rm(dataDir, { recursive: true, force: true })
  if (!(await exists(join(dataDir, 'PG_VERSION')))) {
    await mkdir(dirname(dataDir), { recursive: true })
    await writeFile(mark, 'The database beside this file is being made; whoever finds both makes it anew.\n')
    // Making one takes some 300 MiB, which are only given back with its end.
    await (await PGlite.create({ dataDir, ...(await madeFrom()) })).close()
  }
  await rm(mark, { force: true })
  return PGlite.create({ ...BYTES, dataDir })
}

/** What a new database is made from: the template, where there is one. */
async function madeFrom(): Promise<PGliteOptions> {
  const template = await readDatabaseTemplate()
  return template ? { loadDataDir: template } : {}
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Of PostgreSQL's `\x00ff…`, into a buffer of its own. */
function parseHex(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length - 2) / 2)
  Buffer.from(bytes.buffer).write(text.slice(2), 'hex')
  return bytes
}
