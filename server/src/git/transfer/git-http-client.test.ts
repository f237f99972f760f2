import { getEventListeners } from 'node:events'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { createDiskRepository } from '../../../../test/contracts/disk-repository.ts'
import { startGitHttpServer } from '../../../../test/contracts/git-http-server.ts'
import { GitHttpClient } from './git-http-client.ts'

const LIMITS = { idleTimeoutMs: 1000, totalTimeoutMs: 5000, maxBytes: 1_000_000 }

describe('GitHttpClient', () => {
  it('leaves nothing behind once it was ended', async () => {
    const disk = await createDiskRepository()
    await disk.commit('First', { 'a.yaml': 'a' })
    const server = await startGitHttpServer(disk.gitdir)
    const { url } = server
    const { signal } = new AbortController()
    const clock = fakeClock()
    for (let poll = 0; poll < 20; poll++) {
      const http = new GitHttpClient({ url, clock, limits: LIMITS, signal })
      await http.request({ url: `${url}/info/refs?service=git-upload-pack` })
      expect(getEventListeners(signal, 'abort')).toHaveLength(1)
      http.end()
    }
    expect(getEventListeners(signal, 'abort')).toEqual([])
    expect(clock.pending()).toBe(0)
    await server.close()
    await disk.close()
  })

  it('bounds the work between requests too', async () => {
    const clock = fakeClock()
    const closing = new AbortController()
    const open = () =>
      new GitHttpClient({ url: 'http://localhost/shop.git', clock, limits: LIMITS, signal: closing.signal })
    const slow = open()
    slow.check()
    await clock.advance(5001)
    expect(slow.check).toThrow('it was not done within 5 s')
    slow.end()
    const closed = open()
    closing.abort(new Error('the server is shutting down'))
    expect(closed.check).toThrow('the server is shutting down')
    expect(open().check).toThrow('the server is shutting down')
  })
})
