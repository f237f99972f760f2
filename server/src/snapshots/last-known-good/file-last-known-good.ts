import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { compareRevisions, formatRevision, parseRevision } from '@evenkeel/core/revision'
import type { Logger } from '../../telemetry/logger.ts'
import type { StoredRevision } from '../store/stored-revision.ts'
import { readGeneration, writeGeneration } from './generation.ts'
import type { LastKnownGood, WrittenRevision } from './last-known-good.ts'
import { GENERATIONS } from './last-known-good.ts'

const EXTENSION = '.snapshot'
const TEMPORARY = '.tmp'

/**
 * A directory an environment, a file a revision, named `<epoch>.<sequence>.snapshot`. A file appears whole or not at
 * all: it is written under another name, its length is checked, and it and then the directory are synced to disk.
 */
export class FileLastKnownGood implements LastKnownGood {
  readonly #directory: string
  readonly #logger: Logger
  /** Paths of what is written down and neither kept nor dropped. */
  readonly #written = new Set<string>()
  #writes = 0
  #keeping: Promise<void> = Promise.resolve()

  constructor(directory: string, logger: Logger) {
    this.#directory = directory
    this.#logger = logger
  }

  async write(revision: StoredRevision): Promise<WrittenRevision> {
    const { snapshot } = revision
    const directory = join(this.#directory, encodeURIComponent(snapshot.environment))
    const created = await mkdir(directory, { recursive: true, mode: 0o700 })
    if (created !== undefined) await syncDirectory(this.#directory)
    const path = join(directory, formatRevision(snapshot) + EXTENSION)
    const temporary = `${path}.${this.#writes++}${TEMPORARY}`
    this.#written.add(temporary)
    try {
      await this.#removeLeftOver(directory)
      await writeDurably(temporary, writeGeneration(revision))
    } catch (error) {
      // What there was no room for would take the room of all else.
      await this.#drop(temporary).catch(() => undefined)
      throw error
    }
    return {
      keep: () => this.#inTurn(() => this.#keep(temporary, path)),
      drop: () => this.#drop(temporary),
    }
  }

  async load(): Promise<readonly (readonly StoredRevision[])[]> {
    const environments = await listDirectory(this.#directory)
    const generations = await Promise.all(environments.sort().map((name) => this.#loadEnvironment(name)))
    return generations.filter((revisions) => revisions.length > 0)
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#keeping.then(work)
    this.#keeping = done.catch(() => undefined)
    return done
  }

  async #keep(temporary: string, path: string): Promise<void> {
    this.#written.delete(temporary)
    await rename(temporary, path)
    await Promise.all([syncDirectory(dirname(path)), removeOld(dirname(path))])
  }

  async #drop(temporary: string): Promise<void> {
    this.#written.delete(temporary)
    await rm(temporary, { force: true })
  }

  /** What a process that was ended had written down. */
  async #removeLeftOver(directory: string): Promise<void> {
    const paths = (await listDirectory(directory)).map((name) => join(directory, name))
    const leftOver = paths.filter((path) => path.endsWith(TEMPORARY) && !this.#written.has(path))
    for (const path of leftOver) await rm(path, { force: true })
  }

  async #loadEnvironment(environment: string): Promise<readonly StoredRevision[]> {
    const directory = join(this.#directory, environment)
    const revisions: StoredRevision[] = []
    for (const name of newestFirst(await listDirectory(directory))) {
      try {
        revisions.push(await readGeneration(await readFile(join(directory, name))))
      } catch (error) {
        this.#logger.error(
          `The last known good ${join(directory, name)} cannot be used; an older one is tried`,
          {
            error,
          },
        )
      }
    }
    return revisions
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    const { size } = await file.stat()
    if (size !== bytes.length) throw new Error(`${path} has ${size} bytes after ${bytes.length} were written`)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

async function removeOld(directory: string): Promise<void> {
  const tooOld = newestFirst(await listDirectory(directory)).slice(GENERATIONS)
  for (const name of tooOld) await rm(join(directory, name), { force: true })
}

function newestFirst(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => parseRevision(name.slice(0, -EXTENSION.length)))
    .filter((revision) => revision !== undefined)
    .sort((a, b) => compareRevisions(b, a))
    .map((revision) => formatRevision(revision) + EXTENSION)
}

/** Nothing where there is no such directory. */
async function listDirectory(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}
