import { readFileSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'

/** The same from `src` and from `dist`. */
const DIRECTORY = fileURLToPath(new URL('../../../dist/database/embedded', import.meta.url))

/**
 * An empty embedded database, packed: unpacking it takes a fraction of the seconds that making one takes. It is made with
 * the build, for the version of PGlite that is installed. Undefined where there is none.
 */
export async function readDatabaseTemplate(): Promise<Blob | undefined> {
  try {
    return new Blob([await readFile(templatePath())])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Makes the template unless it is there. */
export async function makeDatabaseTemplate(): Promise<void> {
  if ((await readDatabaseTemplate()) !== undefined) return
  const database = await PGlite.create()
  const packed = await database.dumpDataDir('gzip')
  await database.close()
  const path = templatePath()
  const temporary = `${path}.${process.pid}.tmp`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(temporary, Buffer.from(await packed.arrayBuffer()))
  await rename(temporary, path)
}

function templatePath(): string {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const { version } = JSON.parse(readFileSync(join(dirname(main), '../package.json'), 'utf8')) as {
    readonly version: string
  }
  return join(DIRECTORY, `template-${version}.tar.gz`)
}
