import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GitHost } from '../../../test/contracts/a-git-host.ts'
import { aGitHost, failureOf } from '../../../test/contracts/a-git-host.ts'
import type { GitHttpServer } from '../../../test/contracts/git-http-server.ts'
import { startGitHttpServer } from '../../../test/contracts/git-http-server.ts'
import { itIsARepository } from '../../../test/contracts/repository-contract.ts'
import { TRANSFER_LIMITS } from './remote-repository.ts'

itIsARepository('RemoteRepository', async () => {
  const host = await aGitHost()
  return {
    ...host.disk,
    open: ({ maxHistory, ...options } = {}) =>
      host.open({ ...options, historyDepths: maxHistory === undefined ? [3, 50] : [maxHistory] }),
    close: () => host.close(),
  }
})

const TOKEN = 'glpat-secret-0123456789'

describe('RemoteRepository', () => {
  let host: GitHost
  beforeEach(async () => {
    host = await aGitHost()
  })
  afterEach(() => host.close())

  describe('transferring', () => {
    it('asks for the branch, and transfers nothing while it has not moved', async () => {
      await host.disk.commit('First', { 'a.yaml': 'a' })
      const repository = host.open()
      await repository.fetchHead()
      host.server.requests.length = 0
      await repository.fetchHead()
      expect(host.server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /shop.git/info/refs',
        'POST /shop.git/git-upload-pack',
      ])
      expect(await host.packs()).toHaveLength(1)
    })

    it('transfers nothing again after a restart', async () => {
      await host.disk.commit('First', { 'a.yaml': 'a' })
      await host.open().fetchHead()
      await host.open().fetchHead()
      expect(await host.packs()).toHaveLength(1)
    })

    it('takes one commit, without its history', async () => {
      const first = await host.disk.commit('First', { 'a.yaml': 'one' })
      await host.disk.commit('Second', { 'a.yaml': 'two' })
      const repository = host.open()
      await repository.fetchHead()
      await expect(repository.listFiles(first)).rejects.toMatchObject({ code: 'repository-corrupt' })
    })

    it('transfers only what is new of a later commit', async () => {
      await host.disk.commit('First', { 'big.bin': randomBytes(500_000), 'a.yaml': 'one' })
      const repository = host.open()
      await repository.fetchHead()
      const second = await host.disk.commit('Second', { 'a.yaml': 'two' })
      const small = host.open({ limits: { ...TRANSFER_LIMITS, maxBytes: 10_000 } })
      expect((await small.fetchHead()).id).toBe(second)
    })

    it('starts a fresh store when many packs have gathered', async () => {
      const repository = host.open({ maxPacks: 3 })
      for (const content of ['1', '2', '3']) {
        await host.disk.commit(content, { 'a.yaml': content, 'b.yaml': 'same' })
        await repository.fetchHead()
      }
      expect(await host.packs()).toHaveLength(3)
      const commit = await host.disk.commit('4', { 'a.yaml': '4' })
      await repository.fetchHead()
      expect(await host.packs()).toHaveLength(1)
      expect(await repository.listFiles(commit)).toHaveLength(2)
      expect(existsSync(`${host.disk.scratch}.next`)).toBe(false)
    })

    it('replaces a store once when objects of an earlier transfer are damaged', async () => {
      await host.disk.commit('First', { 'a.yaml': 'a' })
      const repository = host.open()
      await repository.fetchHead()
      const [pack] = await host.packs()
      const second = await host.disk.commit('Second', { 'b.yaml': 'b' })
      await repository.fetchHead()
      await writeFile(join(host.disk.scratch, 'objects/pack', pack!), randomBytes(300))
      const [entry] = await repository.listFiles(second)
      await repository.fetchHead()
      await expect(repository.readBlob(entry!.oid, 10)).rejects.toMatchObject({ code: 'repository-corrupt' })
      await repository.fetchHead()
      expect(Buffer.from(await repository.readBlob(entry!.oid, 10)).toString()).toBe('a')
      host.server.requests.length = 0
      await repository.fetchHead()
      expect(host.server.requests).toHaveLength(2)
    })

    it('replaces a store in which the newest commit itself is damaged', async () => {
      const commit = await host.disk.commit('First', { 'a.yaml': 'a' })
      await host.open().fetchHead()
      const [pack] = await host.packs()
      await writeFile(join(host.disk.scratch, 'objects/pack', pack!), randomBytes(300))
      const reopened = host.open()
      await expect(reopened.fetchHead()).rejects.toMatchObject({
        code: 'repository-corrupt',
        hint: 'It is transferred afresh at the next sync; if this comes back, check the disk.',
      })
      expect((await reopened.fetchHead()).id).toBe(commit)
    })

    it('asks for no history while each push is one commit', async () => {
      const first = await host.disk.commit('First', { 'a.yaml': 'one' })
      const repository = host.open()
      await repository.fetchHead()
      const second = await host.disk.commit('Second', { 'a.yaml': 'two' })
      await repository.fetchHead()
      host.server.requests.length = 0
      expect(await repository.relate(second, first)).toBe('descendant')
      expect(host.server.requests).toEqual([])
    })

    it('does not say how a tip stands when its history is larger than allowed', async () => {
      const first = await host.disk.commit('First', { 'big.bin': randomBytes(500_000) })
      await host.disk.commit('Second', { 'big.bin': randomBytes(500_000) })
      await host.disk.commit('Third', { 'big.bin': 'small' })
      const repository = host.open({ limits: { ...TRANSFER_LIMITS, maxBytes: 100_000 } })
      const { id } = await repository.fetchHead()
      expect(await repository.relate(id, first)).toBe('unknown')
      expect((await repository.listFiles(id)).map(({ path }) => path)).toEqual(['big.bin'])
    })

    it('knows after a restart what history is here, and says so to the host', async () => {
      const commits: string[] = []
      for (let index = 0; index < 6; index++)
        commits.push(await host.disk.commit(`${index}`, { 'a.yaml': `${index}` }))
      const before = host.open({ historyDepths: [4] })
      await before.fetchHead()
      expect(await before.relate(commits[5]!, commits[2]!)).toBe('descendant')
      const after = host.open()
      const next = await host.disk.commit('Next', { 'a.yaml': '2', 'b.yaml': 'b' })
      await after.fetchHead()
      expect(await after.listFiles(next)).toHaveLength(2)
      for (const { oid } of await after.listFiles(next)) await after.readBlob(oid, 100)
      expect(await after.relate(next, commits[0]!)).toBe('descendant')
      expect(existsSync(join(host.disk.scratch, 'shallow'))).toBe(false)
    })

    it('holds no file open, however often it is asked', async () => {
      await host.disk.commit('First', { 'a.yaml': 'a' })
      const repository = host.open()
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
      await host.disk.commit('Add a dump', { 'dump.bin': randomBytes(3_000_000) })
      const repository = host.open({ limits: { ...TRANSFER_LIMITS, maxBytes: 1024 * 1024 } })
      await expect(repository.fetchHead()).rejects.toMatchObject({
        code: 'repository-unreachable',
        message: `${host.server.url} sent more than 1 MiB, and the transfer was ended`,
      })
    })

    it('refuses a large file that came with a commit', async () => {
      const commit = await host.disk.commit('Add a dump', { 'dump.sql': Buffer.alloc(10 * 1024 * 1024, 'x') })
      const repository = host.open()
      await repository.fetchHead()
      const [entry] = await repository.listFiles(commit)
      await expect(repository.readBlob(entry!.oid, 1024 * 1024)).rejects.toMatchObject({ code: 'too-large' })
    })

    it('says so when its copy cannot be written', async () => {
      await host.disk.commit('First', { 'a.yaml': 'a' })
      await writeFile(host.disk.scratch, 'a file where the folder should be')
      await expect(
        host.open({ directory: join(host.disk.scratch, 'repository') }).fetchHead(),
      ).rejects.toMatchObject({
        code: 'repository-unreachable',
        hint: 'Check the free space and the permissions of EVENKEEL_DATA_DIR.',
      })
    })
  })

  describe('with credentials', () => {
    let guarded: GitHttpServer
    beforeEach(async () => {
      guarded = await startGitHttpServer(host.disk.gitdir, TOKEN)
      await host.disk.commit('First', { 'a.yaml': 'a' })
    })
    afterEach(() => guarded.close())

    it('sends the token as the password of basic authentication', async () => {
      await host.open({ url: guarded.url, token: TOKEN }).fetchHead()
      const expected = `Basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`
      expect(guarded.requests.every(({ authorization }) => authorization === expected)).toBe(true)
    })

    it('says that a token was refused, without showing it', async () => {
      const error = await failureOf(host.open({ url: guarded.url, token: 'wrong-token' }))
      expect(error).toMatchObject({
        code: 'repository-unauthorized',
        message: `${guarded.url} refused the access token (HTTP 401)`,
        hint: 'Check that EVENKEEL_REPO_TOKEN has not expired and may read this repository.',
      })
      expect(JSON.stringify(error)).not.toContain('wrong-token')
    })

    it('says that a token is missing', async () => {
      expect(await failureOf(host.open({ url: guarded.url }))).toMatchObject({
        code: 'repository-unauthorized',
        hint: 'Set EVENKEEL_REPO_TOKEN to a token that may read this repository.',
      })
    })

    it('never follows a redirect to another host', async () => {
      host.server.answerWith((request, response) => {
        response.writeHead(302, { location: `${guarded.url}${request.url!.slice('/shop.git'.length)}` }).end()
        return true
      })
      const error = await failureOf(host.open({ token: TOKEN }))
      expect(error).toMatchObject({ code: 'repository-unreachable' })
      expect(error?.message).toContain(`redirects to ${new URL(guarded.url).host}, which is not followed`)
      expect(guarded.requests).toEqual([])
    })
  })

  it('follows a repository that moved within its host', async () => {
    const commit = await host.disk.commit('First', { 'a.yaml': 'a' })
    host.server.answerWith((request, response) => {
      if (!request.url!.startsWith('/old')) return false
      response.writeHead(301, { location: request.url!.replace('/old', '/shop.git') }).end()
      return true
    })
    const repository = host.open({ url: host.server.url.replace('/shop.git', '/old') })
    expect((await repository.fetchHead()).id).toBe(commit)
    expect(host.server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
      '/shop.git/git-upload-pack',
      '/shop.git/git-upload-pack',
    ])
  })

  it('gives up on redirects in circles', async () => {
    host.server.answerWith((request, response) => {
      response.writeHead(302, { location: request.url! }).end()
      return true
    })
    expect((await failureOf(host.open()))?.message).toContain('it redirects in circles')
  })
})
