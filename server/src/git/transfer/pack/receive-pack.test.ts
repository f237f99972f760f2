import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createDeflate, deflateSync } from 'node:zlib'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import { temporaryDirectory } from '@evenkeel/test/support'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDiskRepository } from '../../../../../test/contracts/disk-repository.ts'
import { hashObject } from '../../objects/git-object.ts'
import { ObjectDatabase } from '../../objects/object-database.ts'
import { MAX_DELTA_BYTES } from '../../objects/pack/pack-objects.ts'
import { paceOf } from '../pace.ts'
import { receivePack } from './receive-pack.ts'
import type { StoreBefore } from './resolve-deltas.ts'

const NOTHING: StoreBefore = {
  findObject: () => Promise.resolve(undefined),
  leavesOut: () => Promise.resolve(false),
}
const MIB = 1024 * 1024
const BLOB = 3
const OFS_DELTA = 6
const REF_DELTA = 7

async function* parts(...bytes: readonly Uint8Array[]): AsyncGenerator<Buffer> {
  for (const part of bytes) yield await Promise.resolve(Buffer.from(part))
}

/** The head of an entry, as Git writes it. */
function entryHead(kind: number, size: number): Buffer {
  const bytes = [(kind << 4) | (size & 15)]
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1]! |= 0x80
    bytes.push(rest & 0x7f)
  }
  return Buffer.from(bytes)
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 128))]
}

/** A delta that gives the first byte of its base. */
const firstByteOf = (baseSize: number) => Buffer.from([...varint(baseSize), 1, 0x90, 1])

function packOf(...entries: readonly Buffer[]): Buffer {
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1')
  head.writeUInt32BE(entries.length, 8)
  const body = Buffer.concat([head, ...entries])
  return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

function offsetDelta(distance: number, delta: Buffer): Buffer {
  const bytes = [distance & 0x7f]
  for (let rest = distance >>> 7; rest > 0; rest >>>= 7) bytes.unshift((--rest & 0x7f) | 0x80)
  return Buffer.concat([entryHead(OFS_DELTA, delta.length), Buffer.from(bytes), deflateSync(delta)])
}

describe('receivePack', () => {
  let directory: TemporaryDirectory
  beforeEach(async () => {
    directory = await temporaryDirectory()
  })
  afterEach(() => directory[Symbol.asyncDispose]())

  const receive = (pack: AsyncIterable<Buffer>, store = NOTHING, check: () => void = () => undefined) =>
    receivePack(pack, directory.path, { store, pace: paceOf(check) })
  const packFiles = () => readdir(join(directory.path, 'objects/pack')).catch(() => [])
  const find = (oid: string) => new ObjectDatabase(directory.path).find(oid)

  /** What Git sends of a repository with some history. */
  const packFromGit = async (...options: readonly string[]): Promise<Buffer> => {
    const disk = await createDiskRepository()
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index} ${index ** 3}`)
    for (let version = 0; version < 12; version++) {
      lines[version * 20] = `changed ${version}`
      await disk.commit(`Version ${version}`, {
        'a/b.yaml': lines.join('\n'),
        [`c-${version}.yaml`]: `${version}`,
      })
    }
    const packing = promisify(execFile)(
      'git',
      ['-C', disk.gitdir, 'pack-objects', '--all', '--stdout', '-q', ...options],
      { encoding: 'buffer', maxBuffer: 1 << 26 },
    )
    packing.child.stdin?.end()
    const { stdout } = await packing
    await disk.close()
    return stdout
  }

  it.each([[['--delta-base-offset']], [[]]])(
    'indexes a pack as Git does, packed with %j',
    async (options) => {
      const pack = await packFromGit(...options)
      await receive(parts(pack.subarray(0, 100), pack.subarray(100)))
      const [index, kept] = (await packFiles()).sort()
      expect(kept).toBe(`pack-${pack.subarray(-20).toString('hex')}.pack`)
      const byGit = join(directory.path, 'by-git.idx')
      const path = join(directory.path, 'objects/pack', kept!)
      await promisify(execFile)('git', ['index-pack', '-o', byGit, path])
      const ours = await readFile(join(directory.path, 'objects/pack', index!))
      expect(ours.equals(await readFile(byGit))).toBe(true)
    },
  )

  it('refuses a pack that was cut short or changed anywhere, and leaves nothing of it', async () => {
    const pack = await packFromGit('--delta-base-offset')
    const refusal = { code: expect.stringMatching(/^(damaged-object|too-many-objects)$/) as string }
    const property = fc.asyncProperty(
      fc.nat(pack.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const changed = Buffer.from(pack)
        changed[at]! ^= mask
        await expect(receive(parts(changed))).rejects.toMatchObject(refusal)
        await expect(receive(parts(pack.subarray(0, at)))).rejects.toMatchObject(refusal)
      },
    )
    await fc.assert(property, { numRuns: 50 })
    await expect(receive(parts(pack, Buffer.from('x')))).rejects.toThrow('goes on after its end')
    expect(await packFiles()).toEqual([])
  })

  it('keeps nothing of an empty pack', async () => {
    await receive(parts(packOf()))
    expect(await packFiles()).toEqual([])
  })

  it('refuses more objects than it has room for, before it makes room', async () => {
    const pack = packOf()
    pack.writeUInt32BE(0xffffffff, 8)
    await expect(receive(parts(pack))).rejects.toMatchObject({ code: 'too-many-objects' })
    pack.writeUInt32BE(999_999, 8)
    await expect(receive(parts(pack))).rejects.toThrow('cut off')
  })

  describe('of deltas that build on what is in the store', () => {
    const base = Buffer.from('ab')
    const oid = hashObject('blob', base)
    const thin = () =>
      packOf(Buffer.concat([entryHead(REF_DELTA, 4), Buffer.from(oid, 'hex'), deflateSync(firstByteOf(2))]))
    const holding = (read: () => Promise<Buffer>, size = 2): StoreBefore => ({
      ...NOTHING,
      findObject: (asked) => Promise.resolve(asked === oid ? { type: 'blob', size, read } : undefined),
    })

    it('reads them through the store', async () => {
      await receive(parts(packOf(Buffer.concat([entryHead(BLOB, 2), deflateSync(base)]))))
      const database = new ObjectDatabase(directory.path)
      await receive(parts(thin()), { ...NOTHING, findObject: (asked) => database.find(asked) })
      const found = await database.find(hashObject('blob', Buffer.from('a')))
      expect(found).toMatchObject({ type: 'blob', size: 1 })
      expect((await found!.read()).toString()).toBe('a')
    })

    it('refuses them where the store does not have it', async () => {
      await expect(receive(parts(thin()))).rejects.toThrow(`a delta builds on ${oid}, which is not there`)
    })

    it('leaves them out where it is too large, or was left out itself', async () => {
      await receive(
        parts(thin()),
        holding(() => Promise.resolve(base), MAX_DELTA_BYTES + 1),
      )
      expect(await new ObjectDatabase(directory.path).find(oid)).toBeUndefined()
      await receive(parts(thin()), { ...NOTHING, leavesOut: () => Promise.resolve(true) })
      expect(await packFiles()).toHaveLength(2)
    })
  })

  it('leaves out what builds on an object that is too large to be held, and keeps the rest', async () => {
    const size = MAX_DELTA_BYTES + 1
    const large = Buffer.concat([entryHead(BLOB, size), deflateSync(Buffer.alloc(size), { level: 1 })])
    const small = Buffer.concat([entryHead(BLOB, 5), deflateSync(Buffer.from('small'))])
    const delta = offsetDelta(large.length + small.length, firstByteOf(size))
    await receive(parts(packOf(large, small, delta, offsetDelta(delta.length, firstByteOf(1)))))
    const database = new ObjectDatabase(directory.path)
    expect(await database.find(hashObject('blob', Buffer.from('small')))).toMatchObject({ size: 5 })
    expect(await database.find(hashObject('blob', Buffer.from([0])))).toBeUndefined()
    expect(await database.leavesOut()).toBe(true)
    expect(await database.find(hashObject('blob', Buffer.alloc(size)))).toMatchObject({ type: 'blob', size })
  })

  it('holds next to nothing of a blob of 300 MiB', async () => {
    const size = 300 * MIB
    const hash = createHash('sha1').update(`blob ${size}\0`)
    const deflate = createDeflate({ level: 1 })
    const deflated: Buffer[] = []
    deflate.on('data', (part: Buffer) => deflated.push(part))
    const zeros = Buffer.alloc(MIB)
    for (let written = 0; written < size; written += MIB) {
      hash.update(zeros)
      if (!deflate.write(zeros)) await new Promise((resolve) => deflate.once('drain', resolve))
    }
    await once(deflate.end(), 'end')
    const pack = packOf(Buffer.concat([entryHead(BLOB, size), ...deflated]))
    const used = () => {
      const { heapUsed, external } = process.memoryUsage()
      return heapUsed + external
    }
    const before = used()
    let most = 0
    await receive(parts(pack), NOTHING, () => (most = Math.max(most, used())))
    expect(most).toBeGreaterThan(0)
    expect(most - before).toBeLessThan(64 * MIB)
    expect(await find(hash.digest('hex'))).toMatchObject({ type: 'blob', size })
  })

  it('ends when it has to, also within one object', async () => {
    const size = 10 * MIB
    const pack = packOf(Buffer.concat([entryHead(BLOB, size), deflateSync(Buffer.alloc(size))]))
    const ended = receive(parts(pack), NOTHING, () => {
      throw new Error('the time is over')
    })
    await expect(ended).rejects.toThrow('the time is over')
    expect(await packFiles()).toEqual([])
  })

  it('takes random bytes for what they are', async () => {
    await expect(receive(parts(randomBytes(1000)))).rejects.toThrow('it is no pack')
  })
})
