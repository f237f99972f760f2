import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pace } from '../pace.ts'
import type { StoreBefore } from './resolve-deltas.ts'
import { DeltaResolver } from './resolve-deltas.ts'
import { scanPack } from './scan-pack.ts'
import { writePackIndex } from './write-pack-index.ts'

/** Git takes a file of this name for what a transfer that was killed left behind. */
const INCOMING = 'tmp_pack_incoming'

/**
 * Writes a pack as it arrives, checks and indexes it, and only then puts it into the store in `gitdir`. Throws
 * DamagedObject, TooManyObjects, and whatever `pack` and `pace` throw; nothing is left of the pack then.
 */
export async function receivePack(
  pack: AsyncIterable<Buffer>,
  gitdir: string,
  { store, pace }: { readonly store: StoreBefore; readonly pace: Pace },
): Promise<void> {
  const directory = join(gitdir, 'objects', 'pack')
  await mkdir(directory, { recursive: true })
  const incoming = join(directory, INCOMING)
  try {
    await writeDurably(incoming, async (file) => {
      for await (const part of pack) await file.writeFile(part)
    })
    const scanned = await scanPack(incoming, pace)
    if (scanned.entries.count === 0) return
    await new DeltaResolver(incoming, scanned, store, pace).resolve()
    const index = writePackIndex(scanned.entries, scanned.checksum)
    await writeDurably(`${incoming}.idx`, (file) => file.writeFile(index))
    const name = join(directory, `pack-${scanned.checksum.toString('hex')}`)
    await rename(incoming, `${name}.pack`)
    await rename(`${incoming}.idx`, `${name}.idx`)
  } finally {
    await rm(incoming, { force: true })
    await rm(`${incoming}.idx`, { force: true })
  }
}

async function writeDurably(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  await using file = await open(path, 'w', 0o600)
  await write(file)
  await file.sync()
}
