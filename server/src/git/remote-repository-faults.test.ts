import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { eventually, fakeClock } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GitHost } from '../../../test/contracts/a-git-host.ts'
import { aGitHost, failureOf } from '../../../test/contracts/a-git-host.ts'
import { TRANSFER_LIMITS } from './remote-repository.ts'

describe('RemoteRepository says what is wrong', () => {
  let host: GitHost
  beforeEach(async () => {
    host = await aGitHost()
  })
  afterEach(() => host.close())

  it.each([
    [403, 'repository-unauthorized'],
    [404, 'repository-not-found'],
    [410, 'repository-not-found'],
    [429, 'repository-unreachable'],
    [500, 'repository-unreachable'],
    [503, 'repository-unreachable'],
  ])('when the host answers %i', async (status, code) => {
    host.server.answerWith((_, response) => {
      response.writeHead(status).end('<html>')
      return true
    })
    expect(await failureOf(host.open())).toMatchObject({ code })
  })

  it('when the address is that of a web page', async () => {
    host.server.answerWith((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>')
      return true
    })
    expect(await failureOf(host.open())).toMatchObject({
      code: 'repository-not-found',
      hint: expect.stringContaining('one would clone from') as string,
    })
  })

  it('when nothing listens there', async () => {
    const { url } = host.server
    await host.server.close()
    expect(await failureOf(host.open())).toMatchObject({
      code: 'repository-unreachable',
      message: `${url} cannot be reached: ECONNREFUSED`,
    })
  })

  it('when the transfer breaks off', async () => {
    await host.disk.commit('First', { 'big.bin': randomBytes(200_000) })
    host.server.answerWith((request, response) => {
      if (request.method !== 'POST' || request.headers['git-protocol'] !== undefined) return false
      response.writeHead(200).write('000eNAK\n', () => response.destroy())
      return true
    })
    expect(await failureOf(host.open())).toMatchObject({ code: 'repository-unreachable' })
  })

  describe('of a transfer that is broken', () => {
    const answering = (pack: Buffer) =>
      host.server.answerWith((request, response) => {
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
      await host.disk.commit('First', { 'a.yaml': 'a' })
      const repository = host.open()
      await repository.fetchHead()
      const second = await host.disk.commit('Second', { 'b.yaml': 'b' })
      answering(pack)
      const error = await failureOf(repository)
      expect(error).toMatchObject({ code: 'repository-unreachable' })
      expect(error?.message).toContain(`${host.server.url} sent a transfer that is broken`)
      expect(error?.message).toContain(words)
      host.server.answerWith(() => false)
      expect((await repository.fetchHead()).id).toBe(second)
      expect(await repository.listFiles(second)).toHaveLength(2)
      expect(await host.packs()).toHaveLength(2)
    })
  })

  it('in the words of the host, when it ends the transfer', async () => {
    await host.disk.commit('First', { 'a.yaml': 'a' })
    host.server.answerWith((request, response) => {
      if (request.method !== 'POST' || request.headers['git-protocol'] !== undefined) return false
      response.writeHead(200).end('0025ERR upload-pack: not our ref 1234')
      return true
    })
    expect(await failureOf(host.open())).toMatchObject({
      code: 'repository-unreachable',
      message: `${host.server.url} cannot be reached: it ended the transfer, saying: upload-pack: not our ref 1234`,
    })
  })

  it('when the host does not answer in time', async () => {
    host.server.answerWith(() => true)
    const clock = fakeClock()
    const failed = failureOf(host.open({ clock }))
    await eventually('the request has arrived', () => host.server.requests.length > 0)
    await clock.advance(TRANSFER_LIMITS.idleTimeoutMs)
    expect(await failed).toMatchObject({
      code: 'repository-unreachable',
      message: `${host.server.url} cannot be reached: it did not answer within 30 s`,
    })
    expect(clock.pending()).toBe(0)
  })

  it('when it is closed meanwhile', async () => {
    host.server.answerWith(() => true)
    const repository = host.open()
    const failed = failureOf(repository)
    await eventually('the request has arrived', () => host.server.requests.length > 0)
    await repository.close()
    expect((await failed)?.message).toBe(`${host.server.url} cannot be reached: the server is shutting down`)
  })

  it('when a transfer stands still', async () => {
    host.server.answerWith((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
      response.write('001e# service=git-upload-pack\n')
      return true
    })
    const clock = fakeClock()
    let settled = false
    const failed = failureOf(host.open({ clock })).finally(() => (settled = true))
    await eventually('it gives up', async () => {
      await clock.advance(TRANSFER_LIMITS.idleTimeoutMs)
      return settled
    })
    expect((await failed)?.message).toContain('within 30 s')
  })

  it('when a transfer trickles on past its time', async () => {
    const clock = fakeClock()
    host.server.answerWith((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
      const trickle = setInterval(() => response.write('0000'), 5)
      response.on('close', () => clearInterval(trickle))
      return true
    })
    const limits = { ...TRANSFER_LIMITS, idleTimeoutMs: 60_000, totalTimeoutMs: 10_000 }
    let settled = false
    const failed = failureOf(host.open({ clock, limits })).finally(() => (settled = true))
    await eventually('it gives up', async () => {
      await clock.advance(1000)
      return settled
    })
    expect((await failed)?.message).toBe(`${host.server.url} cannot be reached: it was not done within 10 s`)
  })

  it('when the host takes the connection and hangs up', async () => {
    const rude = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
    const { port } = rude.address() as AddressInfo
    const error = await failureOf(host.open({ url: `http://127.0.0.1:${port}/shop.git` }))
    expect(error).toMatchObject({ code: 'repository-unreachable' })
    await new Promise((resolve) => rude.close(resolve))
  })
})
