import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, fakeClock } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DiskRepository } from '../../../test/contracts/disk-repository.ts'
import { createDiskRepository } from '../../../test/contracts/disk-repository.ts'
import type { GitHttpServer } from '../../../test/contracts/git-http-server.ts'
import { startGitHttpServer } from '../../../test/contracts/git-http-server.ts'
import type { RemoteRepositoryOptions } from './remote-repository.ts'
import { RemoteRepository, TRANSFER_LIMITS } from './remote-repository.ts'

describe('RemoteRepository says what is wrong', () => {
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

  it.each([
    [403, 'repository-unauthorized'],
    [404, 'repository-not-found'],
    [410, 'repository-not-found'],
    [429, 'repository-unreachable'],
    [500, 'repository-unreachable'],
    [503, 'repository-unreachable'],
  ])('when the host answers %i', async (status, code) => {
    server.answerWith((_, response) => {
      response.writeHead(status).end('<html>')
      return true
    })
    expect(await failureOf(open())).toMatchObject({ code })
  })

  it('when the address is that of a web page', async () => {
    server.answerWith((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>')
      return true
    })
    expect(await failureOf(open())).toMatchObject({
      code: 'repository-not-found',
      hint: expect.stringContaining('one would clone from') as string,
    })
  })

  it('when nothing listens there', async () => {
    const { url } = server
    await server.close()
    expect(await failureOf(open())).toMatchObject({
      code: 'repository-unreachable',
      message: `${url} cannot be reached: ECONNREFUSED`,
    })
  })

  it('when the transfer breaks off', async () => {
    await disk.commit('First', { 'big.bin': randomBytes(200_000) })
    server.answerWith((request, response) => {
      if (request.method !== 'POST' || request.headers['git-protocol'] !== undefined) return false
      response.writeHead(200).write('000eNAK\n', () => response.destroy())
      return true
    })
    expect(await failureOf(open())).toMatchObject({ code: 'repository-unreachable' })
  })

  describe('of a transfer that is broken', () => {
    const answering = (pack: Buffer) =>
      server.answerWith((request, response) => {
        if (request.method !== 'POST' || request.headers['git-protocol'] !== undefined) return false
        const band = Buffer.concat([Buffer.from([1]), pack])
        const length = (band.length + 4).toString(16).padStart(4, '0')
        response
          .writeHead(200)
          .end(Buffer.concat([Buffer.from(`0008NAK\n${length}`), band, Buffer.from('0000')]))
        return true
      })

    it.each([
      [
        'is cut short',
        Buffer.from('PACK\0\0\0\x02\0\0\0\x01', 'latin1'),
        'the pack ends within the head of an entry',
      ],
      [
        'has a wrong checksum',
        Buffer.concat([Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1'), Buffer.alloc(20)]),
        'checksum',
      ],
      ['is no pack', randomBytes(100), 'it is no pack'],
    ])('when it %s, and goes on from what it had', async (_, pack, words) => {
      await disk.commit('First', { 'a.yaml': 'a' })
      const repository = open()
      await repository.fetchHead()
      const second = await disk.commit('Second', { 'b.yaml': 'b' })
      answering(pack)
      const error = await failureOf(repository)
      expect(error).toMatchObject({ code: 'repository-unreachable' })
      expect(error?.message).toContain(`${server.url} sent a transfer that is broken`)
      expect(error?.message).toContain(words)
      server.answerWith(() => false)
      expect((await repository.fetchHead()).id).toBe(second)
      expect(await repository.listFiles(second)).toHaveLength(2)
      expect(await packs()).toHaveLength(2)
    })
  })

  it('in the words of the host, when it ends the transfer', async () => {
    await disk.commit('First', { 'a.yaml': 'a' })
    server.answerWith((request, response) => {
      if (request.method !== 'POST' || request.headers['git-protocol'] !== undefined) return false
      response.writeHead(200).end('0025ERR upload-pack: not our ref 1234')
      return true
    })
    expect(await failureOf(open())).toMatchObject({
      code: 'repository-unreachable',
      message: `${server.url} cannot be reached: it ended the transfer, saying: upload-pack: not our ref 1234`,
    })
  })

  it('when the host does not answer in time', async () => {
    server.answerWith(() => true)
    const clock = fakeClock()
    const failed = failureOf(open({ clock }))
    await eventually('the request has arrived', () => server.requests.length > 0)
    await clock.advance(TRANSFER_LIMITS.idleTimeoutMs)
    expect(await failed).toMatchObject({
      code: 'repository-unreachable',
      message: `${server.url} cannot be reached: it did not answer within 30 s`,
    })
    expect(clock.pending()).toBe(0)
  })

  it('when it is closed meanwhile', async () => {
    server.answerWith(() => true)
    const repository = open()
    const failed = failureOf(repository)
    await eventually('the request has arrived', () => server.requests.length > 0)
    await repository.close()
    expect((await failed)?.message).toBe(`${server.url} cannot be reached: the server is shutting down`)
  })

  it('when a transfer stands still', async () => {
    server.answerWith((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
      response.write('001e# service=git-upload-pack\n')
      return true
    })
    const clock = fakeClock()
    let settled = false
    const failed = failureOf(open({ clock })).finally(() => (settled = true))
    await eventually('it gives up', async () => {
      await clock.advance(TRANSFER_LIMITS.idleTimeoutMs)
      return settled
    })
    expect((await failed)?.message).toContain('within 30 s')
  })

  it('when a transfer trickles on past its time', async () => {
    const clock = fakeClock()
    server.answerWith((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
      const trickle = setInterval(() => response.write('0000'), 5)
      response.on('close', () => clearInterval(trickle))
      return true
    })
    const limits = { ...TRANSFER_LIMITS, idleTimeoutMs: 60_000, totalTimeoutMs: 10_000 }
    let settled = false
    const failed = failureOf(open({ clock, limits })).finally(() => (settled = true))
    await eventually('it gives up', async () => {
      await clock.advance(1000)
      return settled
    })
    expect((await failed)?.message).toBe(`${server.url} cannot be reached: it was not done within 10 s`)
  })

  it('when the host takes the connection and hangs up', async () => {
    const rude = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
    const { port } = rude.address() as AddressInfo
    const error = await failureOf(open({ url: `http://127.0.0.1:${port}/shop.git` }))
    expect(error).toMatchObject({ code: 'repository-unreachable' })
    await new Promise((resolve) => rude.close(resolve))
  })
})
