import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Listener } from './listen.ts'
import { listen, requireFreeAddress } from './listen.ts'

const failing = (code: string): Listener => ({
  listen: () => Promise.reject(Object.assign(new Error(`listen ${code}`), { code })),
})

describe('listen', () => {
  it('gives the URL, and lets many connections wait to be accepted', async () => {
    const asked: unknown[] = []
    const listener: Listener = {
      listen: (options) => {
        asked.push(options)
        return Promise.resolve('http://127.0.0.1:8080')
      },
    }

    expect(await listen(listener, { host: '127.0.0.1', port: 8080 })).toBe('http://127.0.0.1:8080')
    expect(asked).toEqual([{ host: '127.0.0.1', port: 8080, backlog: 4096 }])
  })

  it.each([
    ['EADDRINUSE', 'address-in-use', '--port'],
    ['EACCES', 'address-unusable', 'below 1024'],
    ['EADDRNOTAVAIL', 'address-unusable', '--host'],
  ])('says what to do about %s', async (systemCode, code, words) => {
    await expect(listen(failing(systemCode), { host: '127.0.0.1', port: 80 })).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(words) as string,
    })
  })
})

describe('requireFreeAddress', () => {
  it('refuses an address that is in use, and lets it be used once it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = { host: '127.0.0.1', port: (other.address() as AddressInfo).port }

    await expect(requireFreeAddress(address)).rejects.toMatchObject({ code: 'address-in-use' })

    other.close()
    await once(other, 'close')
    await requireFreeAddress(address)
    await requireFreeAddress(address)
  })
})
