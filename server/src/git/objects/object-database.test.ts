import { execFile, spawn } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import { temporaryDirectory } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DamagedObject } from './damaged-object.ts'
import { ObjectDatabase } from './object-database.ts'

const run = async (cwd: string, ...args: string[]) =>
  (await promisify(execFile)('git', args, { cwd, encoding: 'buffer', maxBuffer: 1 << 28 })).stdout

const feed = (cwd: string, args: readonly string[], input: Buffer) =>
  new Promise<void>((resolve, reject) => {
    const git = spawn('git', args, { cwd, stdio: ['pipe', 'ignore', 'inherit'] })
    git.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`git ended with ${code}`))))
    git.stdin.end(input)
  })

/** One commit of each content, in the same file. */
const asFastImport = (contents: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    contents.flatMap((content, index) => [
      Buffer.from(`commit refs/heads/main\ncommitter A <a@b> ${index} +0000\ndata 1\nx\n`),
      Buffer.from(`M 644 inline file\ndata ${content.length}\n`),
      content,
      Buffer.from('\n'),
    ]),
  )

async function repositoryOf(path: string, contents: readonly Uint8Array[]): Promise<void> {
  await mkdir(path, { recursive: true })
  await run(path, 'init', '-q', '--bare')
  await feed(path, ['fast-import', '--quiet', '--force'], asFastImport(contents))
}

/** What Git itself says that is in a repository. */
async function objectsOf(path: string): Promise<{ oid: string; type: string; size: number }[]> {
  const list = (await run(path, 'cat-file', '--batch-all-objects', '--batch-check')).toString().trimEnd()
  return list.split('\n').map((line) => {
    const [oid = '', type = '', size] = line.split(' ')
    return { oid, type, size: Number(size) }
  })
}

async function expectAllRead(database: ObjectDatabase, path: string): Promise<void> {
  for (const { oid, type, size } of await objectsOf(path)) {
    const found = await database.find(oid)
    expect(found).toMatchObject({ type, size })
    // Checks the object id, which nothing but the same content has.
    expect((await found!.read()).length).toBe(size)
  }
}

describe('ObjectDatabase', () => {
  const anEdit = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 400 }) })
  const aFile = fc.record({
    content: fc.uint8Array({ minLength: 1, maxLength: 30_000, size: 'max' }),
    edits: fc.array(anEdit, { maxLength: 25 }),
  })
  const versionsOf = ({
    content,
    edits,
  }: {
    content: Uint8Array
    edits: { at: number; bytes: Uint8Array }[]
  }) => {
    const versions = [Buffer.from(content)]
    for (const { at, bytes } of edits) {
      const last = versions.at(-1)!
      const cut = at % last.length
      versions.push(Buffer.concat([last.subarray(0, cut), bytes, last.subarray(cut + (bytes.length >> 1))]))
    }
    return versions
  }

  it.each(['true', 'false'])('reads whatever Git packed, with deltas by offset: %s', async (byOffset) => {
    const property = fc.asyncProperty(fc.array(aFile, { minLength: 1, maxLength: 3 }), async (files) => {
      await using directory = await temporaryDirectory()
      const { path } = directory
      await repositoryOf(path, files.flatMap(versionsOf))
      await run(
        path,
        '-c',
        `repack.useDeltaBaseOffset=${byOffset}`,
        'repack',
        '-adfq',
        '--depth=50',
        '--window=20',
      )
      await expectAllRead(new ObjectDatabase(path), path)
    })
    await fc.assert(property, { numRuns: 6 })
  })

  it('notices new packs, and that old ones are gone', async () => {
    await using directory = await temporaryDirectory()
    const { path } = directory
    await repositoryOf(
      path,
      ['one', 'two'].map((text) => Buffer.from(text)),
    )
    const database = new ObjectDatabase(path)
    await expectAllRead(database, path)
    await feed(path, ['fast-import', '--quiet', '--force'], asFastImport([Buffer.from('three')]))
    await expectAllRead(database, path)
    await run(path, 'repack', '-adfq')
    await feed(path, ['fast-import', '--quiet', '--force'], asFastImport([Buffer.from('four')]))
    await run(path, 'repack', '-adfq')
    await expectAllRead(database, path)
  })

  it('reads an object that was moved after it was found', async () => {
    await using directory = await temporaryDirectory()
    const { path } = directory
    await mkdir(path, { recursive: true })
    await run(path, 'init', '-q', '--bare')
    await writeFile(join(path, 'note'), 'a note')
    const oid = (await run(path, 'hash-object', '-w', 'note')).toString().trim()
    const found = await new ObjectDatabase(path).find(oid)
    await feed(path, ['pack-objects', '-q', 'objects/pack/pack'], Buffer.from(`${oid}\n`))
    await run(path, 'prune-packed')
    expect((await found!.read()).toString()).toBe('a note')
  })

  it('reads what it borrows, and what that borrows, and ends where they borrow in a circle', async () => {
    await using directory = await temporaryDirectory()
    const paths = ['a', 'b', 'c'].map((name) => join(directory.path, name))
    for (const [index, path] of paths.entries()) {
      await repositoryOf(path, [Buffer.from(`of ${index}`)])
      const next = paths[(index + 1) % paths.length]!
      await writeFile(
        join(path, 'objects/info/alternates'),
        `# next\n../../${next.split('/').at(-1)!}/objects\n`,
      )
    }
    const database = new ObjectDatabase(paths[0]!)
    for (const path of paths) await expectAllRead(database, path)
    expect(await database.find('1'.repeat(40))).toBeUndefined()
  })

  it('finds in other packs what does not need a damaged one', async () => {
    await using directory = await temporaryDirectory()
    const { path } = directory
    await repositoryOf(path, [Buffer.from('one')])
    const kept = await objectsOf(path)
    const packs = join(path, 'objects/pack')
    await writeFile(join(packs, 'pack-0.idx'), 'no index')
    await writeFile(join(packs, 'pack-0.pack'), 'no pack')
    const database = new ObjectDatabase(path)
    for (const { oid } of kept) expect(await database.find(oid)).toBeDefined()
    await expect(database.find('1'.repeat(40))).rejects.toThrow('no index')
    for (const file of await readdir(packs)) if (file.startsWith('pack-0')) await rm(join(packs, file))
    expect(await database.find('1'.repeat(40))).toBeUndefined()
  })

  describe('of a pack that is damaged', () => {
    /** The head of a commit of half a mebibyte; what begins at its later bytes is nothing. */
    const A_LARGE_CLAIM = Buffer.from([0x9f, 0xff, 0xff, 0x01])

    it.each([
      ['nothing of it is left', (pack: Buffer) => pack.fill(A_LARGE_CLAIM)],
      ['its entries are others', (pack: Buffer) => pack.fill(A_LARGE_CLAIM, 12, pack.length - 20)],
      ['it is the pack of another index', (pack: Buffer) => pack.fill(0, pack.length - 20)],
      ['it is cut off', (pack: Buffer) => pack.subarray(0, 30)],
    ])('believes no size: %s', async (_, damage) => {
      await using directory = await temporaryDirectory()
      const { path } = directory
      await repositoryOf(path, [Buffer.from('one')])
      await run(path, 'repack', '-adfq')
      const objects = await objectsOf(path)
      const packs = join(path, 'objects/pack')
      const pack = join(
        packs,
        (await readdir(packs)).find((file) => file.endsWith('.pack'))!,
      )
      const damaged = damage(await readFile(pack))
      await chmod(pack, 0o644)
      await writeFile(pack, damaged)
      const database = new ObjectDatabase(path)
      for (const { oid } of objects) await expect(database.find(oid)).rejects.toThrow(DamagedObject)
    })

    it('believes no size of an object that is a file of its own', async () => {
      await using directory = await temporaryDirectory()
      const { path } = directory
      const oid = 'ab'.padEnd(40, '0')
      await mkdir(join(path, 'objects/ab'), { recursive: true })
      await writeFile(join(path, 'objects/ab', oid.slice(2)), deflateSync('commit 2097152\0tree'))
      await expect(new ObjectDatabase(path).find(oid)).rejects.toThrow(DamagedObject)
    })
  })
})
