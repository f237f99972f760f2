import { join } from 'node:path'
import type { ObjectId } from '../repository.ts'
import { findObjectDirectories } from './alternates.ts'
import { ByteCache } from './byte-cache.ts'
import { DamagedObject } from './damaged-object.ts'
import type { StoredObject } from './git-object.ts'
import { hashObject } from './git-object.ts'
import { ObjectDirectory } from './object-directory.ts'
import type { PackShared } from './pack/pack.ts'
import { MAX_DELTA_BYTES } from './pack/pack-objects.ts'
import { Windows } from './pack/windowed-file.ts'

const MAX_WINDOWS_BYTES = 16 * 1024 * 1024

/**
 * The objects of a repository on disk, however Git keeps them: files of their own, packs, deltas, folders that are
 * borrowed from. Holds parts of files and contents that deltas build on, both bounded, until `release`; no file is
 * held open.
 */
export class ObjectDatabase {
  readonly #objects: string
  readonly #shared: PackShared
  #directories = new Map<string, ObjectDirectory>()

  constructor(gitdir: string) {
    this.#objects = join(gitdir, 'objects')
    this.#shared = {
      windows: new Windows(MAX_WINDOWS_BYTES),
      contents: new ByteCache(MAX_DELTA_BYTES),
      find: (oid, depth) => this.#find(oid, depth),
    }
  }

  /**
   * Looks for an object and reads its header; its content is checked against its id when it is read. Throws
   * DamagedObject.
   */
  async find(oid: ObjectId): Promise<StoredObject | undefined> {
    const found = await this.#findThroughChanges(oid)
    return found && { ...found, read: () => this.#readThroughChanges(found, oid) }
  }

  /** Whether there are objects that cannot be found, because they are too large to be read. */
  async leavesOut(): Promise<boolean> {
    for (const directory of this.#directories.values()) if (await directory.leavesOut()) return true
    return false
  }

  /** Forgets what was read. */
  release(): void {
    this.#directories = new Map()
    this.#shared.windows.cache.clear()
    this.#shared.contents.clear()
  }

  /** Git may move objects between packs, and remove packs, while we look. */
  async #findThroughChanges(oid: ObjectId): Promise<StoredObject | undefined> {
    const found = await this.#find(oid, 0).catch(undefinedIfChanged)
    return found ?? this.#findAfresh(oid)
  }

  async #readThroughChanges(found: StoredObject, oid: ObjectId): Promise<Buffer> {
    const content = await readChecked(found, oid).catch(undefinedIfChanged)
    if (content) return content
    const moved = await this.#findAfresh(oid)
    if (!moved) throw new DamagedObject(`the object ${oid} is gone`)
    return readChecked(moved, oid)
  }

  async #findAfresh(oid: ObjectId): Promise<StoredObject | undefined> {
    await this.#rescan()
    return this.#find(oid, 0)
  }

  async #find(oid: ObjectId, depth: number): Promise<StoredObject | undefined> {
    for (const directory of this.#directories.values()) {
      const found = await directory.find(oid, depth)
      if (found) return found
    }
    return undefined
  }

  async #rescan(): Promise<void> {
    const before = this.#directories
    const paths = await findObjectDirectories(this.#objects)
    this.#directories = new Map(
      paths.map((path) => [path, before.get(path) ?? new ObjectDirectory(path, this.#shared)]),
    )
    await Promise.all([...this.#directories.values()].map((directory) => directory.rescan()))
  }
}

async function readChecked({ type, read }: StoredObject, oid: ObjectId): Promise<Buffer> {
  const content = await read()
  const actual = hashObject(type, content)
  if (actual !== oid) throw new DamagedObject(`the object kept as ${oid} is ${actual}`)
  return content
}

/** For a look again at how things are now. */
function undefinedIfChanged(error: unknown): undefined {
  const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT'
  if (!isGone && !(error instanceof DamagedObject)) throw error
}
