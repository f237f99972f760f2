import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fakeClock } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DiskRepository } from '../../../test/contracts/disk-repository.ts'
import { createDiskRepository } from '../../../test/contracts/disk-repository.ts'
import type { GitHttpServer } from '../../../test/contracts/git-http-server.ts'
import { startGitHttpServer } from '../../../test/contracts/git-http-server.ts'
import { itIsARepository } from '../../../test/contracts/repository-contract.ts'
import type { RemoteRepositoryOptions } from './remote-repository.ts'
import { RemoteRepository, TRANSFER_LIMITS } from './remote-repository.ts'

itIsARepository('RemoteRepository', async () => {
  const disk = await createDiskRepository()
  const server = await startGitHttpServer(disk.gitdir)
  return {
    ...disk,
    open: ({ branch = 'main', path = '', maxHistory } = {}) =>
      new RemoteRepository({
        url: server.url,
        branch,
        path,
        directory: disk.scratch,
        clock: fakeClock(),
        historyDepths: maxHistory === undefined ? [3, 50] : [maxHistory],
      }),
    close: async () => {
      await server.close()
      await disk.close()
    },
  }
})

const TOKEN = 'glpat-secret-0123456789'

describe('RemoteRepository', () => {
  let disk: DiskRepository
  let server: GitHttpServer
  const open = (options: Partial<RemoteRepositoryOptions> = {}) =>
    new RemoteRepository({
      url: server.url,
      branch: 'main',
      path: '',
      directory: disk.scratch,
      clock: fakeClock(),
      ...options,
    })
  const packs = async () =>
    (await readdir(join(disk.scratch, 'objects/pack'))).filter((file) => file.endsWith('.pack'))
  const failureOf = async (repository: RemoteRepository) =>
    repository.fetchHead().then(
      () => undefined,
      (error: unknown) => error as Error,
    )

  beforeEach(async () => {
    disk = await createDiskRepository()
    server = await startGitHttpServer(disk.gitdir)
  })
  afterEach(async () => {
    await server.close()
    await disk.close()
  })

  describe('transferring', () => {
    it('asks for the branch, and transfers nothing while it has not moved', async () => {
      await disk.commit('First', { 'a.yaml': 'a' })
      const repository = open()
      await repository.fetchHead()
      server.requests.length = 0
      await repository.fetchHead()
      expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /shop.git/info/refs',
        'POST /shop.git/git-upload-pack',
      ])
      expect(await packs()).toHaveLength(1)
    })

    it('transfers nothing again after a restart', async () => {
      await disk.commit('First', { 'a.yaml': 'a' })
      await open().fetchHead()
      await open().fetchHead()
      expect(await packs()).toHaveLength(1)
    })

    it('takes one commit, without its history', async () => {
      const first = await disk.commit('First', { 'a.yaml': 'one' })
      await disk.commit('Second', { 'a.yaml': 'two' })
      const repository = open()
      await repository.fetchHead()
      await expect(repository.listFiles(first)).rejects.toMatchObject({ code: 'repository-corrupt' })
    })

    it('transfers only what is new of a later commit', async () => {
      await disk.commit('First', { 'big.bin': randomBytes(500_000), 'a.yaml': 'one' })
      const repository = open()
      await repository.fetchHead()
      const second = await disk.commit('Second', { 'a.yaml': 'two' })
      const small = open({ limits: { ...TRANSFER_LIMITS, maxBytes: 10_000 } })
      expect((await small.fetchHead()).id).toBe(second)
    })

    it('starts a fresh store when many packs have gathered', async () => {
      const repository = open({ maxPacks: 3 })
      for (const content of ['1', '2', '3']) {
        await disk.commit(content, { 'a.yaml': content, 'b.yaml': 'same' })
        await repository.fetchHead()
      }
      expect(await packs()).toHaveLength(3)
      const commit = await disk.commit('4', { 'a.yaml': '4' })
      await repository.fetchHead()
      expect(await packs()).toHaveLength(1)
      expect(await repository.listFiles(commit)).toHaveLength(2)
      expect(existsSync(`${disk.scratch}.next`)).toBe(false)
    })

    it('replaces a store once when objects of an earlier transfer are damaged', async () => {
      await disk.commit('First', { 'a.yaml': 'a' })
      const repository = open()
      await repository.fetchHead()
      const [pack] = await packs()
      const second = await disk.commit('Second', { 'b.yaml': 'b' })
      await repository.fetchHead()
      await writeFile(join(disk.scratch, 'objects/pack', pack!), randomBytes(300))
      const [entry] = await repository.listFiles(second)
      await repository.fetchHead()
      await expect(repository.readBlob(entry!.oid, 10)).rejects.toMatchObject({ code: 'repository-corrupt' })
      await repository.fetchHead()
      expect(Buffer.from(await repository.readBlob(entry!.oid, 10)).toString()).toBe('a')
      server.requests.length = 0
      await repository.fetchHead()
      expect(server.requests).toHaveLength(2)
    })

    it('replaces a store in which the newest commit itself is damaged', async () => {
      const commit = await disk.commit('First', { 'a.yaml': 'a' })
      await open().fetchHead()
      const [pack] = await packs()
      await writeFile(join(disk.scratch, 'objects/pack', pack!), randomBytes(300))
      const reopened = open()
      await expect(reopened.fetchHead()).rejects.toMatchObject({
        code: 'repository-corrupt',
        hint: 'It is transferred afresh at the next sync; if this comes back, check the disk.',
      })
      expect((await reopened.fetchHead()).id).toBe(commit)
    })

    it('asks for no history while each push is one commit', async () => {
      const first = await disk.commit('First', { 'a.yaml': 'one' })
      const repository = open()
      await repository.fetchHead()
      const second = await disk.commit('Second', { 'a.yaml': 'two' })
      await repository.fetchHead()
      server.requests.length = 0
      expect(await repository.relate(second, first)).toBe('descendant')
      expect(server.requests).toEqual([])
    })

    it('does not say how a tip stands when its history is larger than allowed', async () => {
      const first = await disk.commit('First', { 'big.bin': randomBytes(500_000) })
      await disk.commit('Second', { 'big.bin': randomBytes(500_000) })
      await disk.commit('Third', { 'big.bin': 'small' })
      const repository = open({ limits: { ...TRANSFER_LIMITS, maxBytes: 100_000 } })
      const { id } = await repository.fetchHead()
      expect(await repository.relate(id, first)).toBe('unknown')
      expect((await repository.listFiles(id)).map(({ path }) => path)).toEqual(['big.bin'])
    })

    it('knows after a restart what history is here, and says so to the host', async () => {
      const commits: string[] = []
      for (let index = 0; index < 6; index++)
        commits.push(await disk.commit(`${index}`, { 'a.yaml': `${index}` }))
      const before = open({ historyDepths: [4] })
      await before.fetchHead()
      expect(await before.relate(commits[5]!, commits[2]!)).toBe('descendant')
      const after = open()
      const next = await disk.commit('Next', { 'a.yaml': '2', 'b.yaml': 'b' })
      await after.fetchHead()
      expect(await after.listFiles(next)).toHaveLength(2)
      for (const { oid } of await after.listFiles(next)) await after.readBlob(oid, 100)
      expect(await after.relate(next, commits[0]!)).toBe('descendant')
      expect(existsSync(join(disk.scratch, 'shallow'))).toBe(false)
    })

    it('holds no file open, however often it is asked', async () => {
      await disk.commit('First', { 'a.yaml': 'a' })
      const repository = open()
      const openFiles = async () => (await readdir('/proc/self/fd').catch(() => [])).length
      await repository.fetchHead()
      const before = await openFiles()
      for (let poll = 0; poll < 20; poll++) {
        const { id } = await repository.fetchHead()
        await repository.listFiles(id)
      }
      // A few connections may be kept for the next request.
      expect((await openFiles()) - before).toBeLessThan(10)
    })

    it('ends a transfer that is larger than allowed', async () => {
      await disk.commit('Add a dump', { 'dump.bin': randomBytes(3_000_000) })
      const repository = open({ limits: { ...TRANSFER_LIMITS, maxBytes: 1024 * 1024 } })
      await expect(repository.fetchHead()).rejects.toMatchObject({
        code: 'repository-unreachable',
        message: `${server.url} sent more than 1 MiB, and the transfer was ended`,
      })
    })

    it('refuses a large file that came with a commit', async () => {
      const commit = await disk.commit('Add a dump', { 'dump.sql': Buffer.alloc(10 * 1024 * 1024, 'x') })
      const repository = open()
      await repository.fetchHead()
      const [entry] = await repository.listFiles(commit)
      await expect(repository.readBlob(entry!.oid, 1024 * 1024)).rejects.toMatchObject({ code: 'too-large' })
    })

    it('says so when its copy cannot be written', async () => {
      await disk.commit('First', { 'a.yaml': 'a' })
      await writeFile(disk.scratch, 'a file where the folder should be')
      await expect(open({ directory: join(disk.scratch, 'repository') }).fetchHead()).rejects.toMatchObject({
        code: 'repository-unreachable',
        hint: 'Check the free space and the permissions of EVENKEEL_DATA_DIR.',
      })
    })
  })

  describe('with credentials', () => {
    let guarded: GitHttpServer
    beforeEach(async () => {
      guarded = await startGitHttpServer(disk.gitdir, TOKEN)
      await disk.commit('First', { 'a.yaml': 'a' })
    })
    afterEach(() => guarded.close())

    it('sends the token as the password of basic authentication', async () => {
      await open({ url: guarded.url, token: TOKEN }).fetchHead()
      const expected = `Basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`
      expect(guarded.requests.every(({ authorization }) => authorization === expected)).toBe(true)
    })

    it('says that a token was refused, without showing it', async () => {
      const error = await failureOf(open({ url: guarded.url, token: 'wrong-token' }))
      expect(error).toMatchObject({
        code: 'repository-unauthorized',
        message: `${guarded.url} refused the access token (HTTP 401)`,
        hint: 'Check that EVENKEEL_REPO_TOKEN has not expired and may read this repository.',
      })
      expect(JSON.stringify(error)).not.toContain('wrong-token')
    })

    it('says that a token is missing', async () => {
      expect(await failureOf(open({ url: guarded.url }))).toMatchObject({
        code: 'repository-unauthorized',
        hint: 'Set EVENKEEL_REPO_TOKEN to a token that may read this repository.',
      })
    })

    it('never follows a redirect to another host', async () => {
      server.answerWith((request, response) => {
        response.writeHead(302, { location: `${guarded.url}${request.url!.slice('/shop.git'.length)}` }).end()
        return true
      })
      const error = await failureOf(open({ token: TOKEN }))
      expect(error).toMatchObject({ code: 'repository-unreachable' })
      expect(error?.message).toContain(`redirects to ${new URL(guarded.url).host}, which is not followed`)
      expect(guarded.requests).toEqual([])
    })
  })

  it('follows a repository that moved within its host', async () => {
    const commit = await disk.commit('First', { 'a.yaml': 'a' })
    server.answerWith((request, response) => {
      if (!request.url!.startsWith('/old')) return false
      response.writeHead(301, { location: request.url!.replace('/old', '/shop.git') }).end()
      return true
    })
    const repository = open({ url: server.url.replace('/shop.git', '/old') })
    expect((await repository.fetchHead()).id).toBe(commit)
    expect(server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
      '/shop.git/git-upload-pack',
      '/shop.git/git-upload-pack',
    ])
  })

  it('gives up on redirects in circles', async () => {
    server.answerWith((request, response) => {
      response.writeHead(302, { location: request.url! }).end()
      return true
    })
    expect((await failureOf(open()))?.message).toContain('it redirects in circles')
  })
})
