import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectId } from '../repository.ts'
import { DamagedObject } from './damaged-object.ts'
import type { StoredObject } from './git-object.ts'
import { LooseObjects } from './loose-objects.ts'
import type { PackShared } from './pack/pack.ts'
import { Pack } from './pack/pack.ts'

/** One folder `objects`: its packs, and its objects that are files of their own. */
export class ObjectDirectory {
  readonly #packsDirectory: string
  readonly #loose: LooseObjects
  readonly #shared: PackShared
  /** By name; the one that was hit last comes first. */
  #packs = new Map<string, Pack>()

  constructor(path: string, shared: PackShared) {
    this.#packsDirectory = join(path, 'pack')
    this.#loose = new LooseObjects(path)
    this.#shared = shared
  }

  /** A pack that is damaged hides no object that is elsewhere. Throws DamagedObject when it may be in there. */
  async find(oid: ObjectId, depth: number): Promise<StoredObject | undefined> {
    const damages: DamagedObject[] = []
    for (const [name, pack] of this.#packs) {
      const found = await pack.find(oid, depth).catch((error: unknown) => {
        if (!(error instanceof DamagedObject)) throw error
        damages.push(error)
      })
      if (!found) continue
      if (this.#packs.keys().next().value !== name) this.#packs = new Map([[name, pack], ...this.#packs])
      return found
    }
    const loose = await this.#loose.find(oid)
    if (!loose && damages[0]) throw damages[0]
    return loose
  }

  /** Looks which packs there are now. */
  async rescan(): Promise<void> {
    const files = new Set(await readdir(this.#packsDirectory).catch(() => []))
    const names = [...files]
      .filter((file) => file.endsWith('.idx'))
      .map((file) => file.slice(0, -'.idx'.length))
      .filter((name) => files.has(`${name}.pack`))
    const before = this.#packs
    this.#packs = new Map(
      names.map((name) => [
        name,
        before.get(name) ?? new Pack(join(this.#packsDirectory, name), this.#shared),
      ]),
    )
  }

  async leavesOut(): Promise<boolean> {
    for (const pack of this.#packs.values()) if (await pack.leavesOut()) return true
    return false
  }
}
