import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatRevision } from '@evenkeel/core/revision'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import { aFlag, temporaryDirectory } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aBase } from '../../preparation/base/a-base.ts'
import { aRevision } from '../../preparation/a-revision.ts'
import { FakeLogger } from '../../telemetry/fake-logger.ts'
import type { StoredRevision } from '../store/stored-revision.ts'
import { aStoredRevision } from '../store/a-stored-revision.ts'
import { FileLastKnownGood } from './file-last-known-good.ts'
import { keepRevision } from './keep-revision.ts'

let directory: TemporaryDirectory
let logger: FakeLogger
let kept: FileLastKnownGood

beforeEach(async () => {
  directory = await temporaryDirectory()
  logger = new FakeLogger()
  kept = new FileLastKnownGood(join(directory.path, 'last-known-good'), logger)
})

afterEach(() => directory[Symbol.asyncDispose]())

const keep = (revision: StoredRevision) => keepRevision(kept, revision)

const fileOf = (environment: string, name: string) =>
  join(directory.path, 'last-known-good', environment, name)

describe('the last known good on disk', () => {
  it('is empty before anything was kept', async () => {
    expect(await kept.load()).toEqual([])
    expect(logger.entries).toEqual([])
  })

  it('gives back what was kept, every environment by itself', async () => {
    const production = aStoredRevision({ payload: Uint8Array.of(0, 10, 255) })
    const operations = [{ id: 'o-1', flag: 'redesign', state: 'DISABLED' as const }]
    const staging = aStoredRevision({ environment: 'staging', sequence: 9 }, { operations })
    await keep(staging)
    await keep(production)
    const [first, second] = await kept.load()
    expect(first?.map(plain)).toEqual([plain(production)])
    expect(second?.map(plain)).toEqual([plain(staging)])
  })

  it('keeps three generations, the newest by epoch and then sequence first', async () => {
    const revisions = [
      { epoch: 1, sequence: 9 },
      { epoch: 1, sequence: 10 },
      { epoch: 1, sequence: 11 },
      { epoch: 2, sequence: 1 },
    ]
    for (const revision of revisions) await keep(aStoredRevision(revision))
    const [generations = []] = await kept.load()
    expect(generations.map(({ snapshot }) => formatRevision(snapshot))).toEqual(['2.1', '1.11', '1.10'])
    expect(await readdir(fileOf('production', '.'))).toHaveLength(3)
  })

  it('orders what is kept at the same time', async () => {
    await Promise.all([1, 2, 3, 4, 5].map((sequence) => keep(aStoredRevision({ sequence }))))
    const [generations = []] = await kept.load()
    expect(generations.map(({ snapshot }) => snapshot.sequence)).toEqual([5, 4, 3])
  })

  it('is readable by its owner only', async () => {
    await keep(aStoredRevision())
    expect((await stat(fileOf('production', '1.1.snapshot'))).mode & 0o777).toBe(0o600)
    expect((await stat(fileOf('production', '.'))).mode & 0o777).toBe(0o700)
  })

  it.each([
    ['cut short', (path: string) => truncate(path, 200), 'cut short'],
    ['empty', (path: string) => truncate(path, 0), 'does not begin'],
    ['something else', (path: string) => writeFile(path, 'hello\n'), 'does not begin'],
    [
      'changed in one bit',
      async (path: string) => {
        const bytes = await readFile(path)
        bytes[bytes.length - 1]! ^= 1
        await writeFile(path, bytes)
      },
      'checksum',
    ],
    [
      'of a later format',
      (path: string) => writeFile(path, 'evenkeel-last-known-good 3 abc\n{}'),
      'format 3, which this server does not read',
    ],
  ])('falls back to the generation before when the newest is %s, and says so', async (_what, damage, why) => {
    await keep(aStoredRevision({ sequence: 1 }))
    await keep(aStoredRevision({ sequence: 2 }))
    await damage(fileOf('production', '1.2.snapshot'))
    const [generations = []] = await kept.load()
    expect(generations.map(({ snapshot }) => snapshot.sequence)).toEqual([1])
    expect(logger.messages('error')).toEqual([expect.stringContaining('1.2.snapshot cannot be used')])
    expect(String(logger.entries[0]?.fields['error'])).toContain(why)
  })

  it('reads a file of the format before, which had the payload alone, as a base without a companion', async () => {
    const { snapshot } = await aRevision({ base: aBase({ flags: { redesign: aFlag() } }), sequence: 4 })
    const { payload, publishedAt, ...rest } = snapshot
    const line = JSON.stringify({
      ...rest,
      publishedAt: publishedAt.toISOString(),
      payloadLength: payload.length,
    })
    const body = Buffer.concat([Buffer.from(`${line}\n`), payload])
    const digest = createHash('sha256').update(body).digest('hex')
    await mkdir(fileOf('production', '.'), { recursive: true })
    await writeFile(
      fileOf('production', '1.4.snapshot'),
      Buffer.concat([Buffer.from(`evenkeel-last-known-good 1 ${digest}\n`), body]),
    )

    const [[read] = []] = await kept.load()

    expect(read?.snapshot).toEqual({ ...snapshot, payload: Buffer.from(payload) })
    expect(read?.base).toMatchObject({ commit: snapshot.commit, contentHash: snapshot.contentHash })
    expect(read?.base).not.toHaveProperty('companion')
    expect(read?.operations).toEqual([])
  })

  it('passes over what an interrupted write left, and removes it before the next', async () => {
    await keep(aStoredRevision({ sequence: 1 }))
    await writeFile(fileOf('production', '1.2.snapshot.tmp'), 'half of a')
    expect((await kept.load())[0]).toHaveLength(1)
    await (await kept.write(aStoredRevision({ sequence: 3 }))).drop()
    expect(await readdir(fileOf('production', '.'))).toEqual(['1.1.snapshot'])
  })

  it('leaves alone what is written down and not kept yet, and nothing of what is dropped', async () => {
    const dropped = await kept.write(aStoredRevision({ sequence: 1 }))
    const later = await kept.write(aStoredRevision({ sequence: 2 }))
    await keep(aStoredRevision({ sequence: 1 }))
    await dropped.drop()
    expect((await kept.load())[0]).toHaveLength(1)
    await later.keep()
    expect(await readdir(fileOf('production', '.'))).toEqual(['1.1.snapshot', '1.2.snapshot'])
  })

  it('goes on after a write that failed', async () => {
    await mkdir(join(directory.path, 'last-known-good'))
    await writeFile(join(directory.path, 'last-known-good', 'production'), 'a file in the way')
    await expect(keep(aStoredRevision())).rejects.toThrow('EEXIST')
    await keep(aStoredRevision({ environment: 'staging' }))
    expect(await kept.load()).toHaveLength(1)
  })
})

/** Buffers and plain arrays of bytes compare as equal. */
const plain = ({ snapshot, base, operations }: StoredRevision) => ({
  snapshot: { ...snapshot, payload: [...snapshot.payload] },
  base: { ...base, content: [...base.content], companion: base.companion && [...base.companion] },
  operations,
})
