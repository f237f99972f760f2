import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseWebProviderOptions } from './web-provider-options.ts'

const options = { url: 'https://flags.example.com/base/', token: 'ek_sdk-client_abc' }

describe('parseWebProviderOptions', () => {
  it('knows where to ask, and fills in the rest', () => {
    expect(parseWebProviderOptions(options)).toEqual({
      endpoint: 'https://flags.example.com/base/ofrep/v1/evaluate/flags',
      token: 'ek_sdk-client_abc',
      pollMs: 30_000,
      cacheMode: 'local-cache-first',
    })
  })

  it.each([
    [{ url: 'flags.example.com' }, 'url: write where the server is'],
    [{ url: 'ftp://flags.example.com' }, 'url: write where the server is'],
    [{ url: 'https://ada:secret@flags.example.com' }, 'url: leave out user'],
    [{ url: undefined }, 'url: write where the server is'],
    [{ token: undefined }, 'token: write a token of kind sdk-client'],
    [{ token: '' }, 'token: write a token of kind sdk-client'],
    [{ token: 'ek_sdk-server_abc' }, 'everyone can read what is in a page'],
    [{ token: 'ek_admin_abc' }, 'everyone can read what is in a page'],
    [{ pollSeconds: 0.5 }, 'pollSeconds: write a number from 1 to 3600, or 0 not to poll'],
    [{ pollSeconds: Number.NaN }, 'pollSeconds'],
    [
      { cacheMode: 'forever' as 'disabled' },
      'cacheMode: write one of local-cache-first, network-first, disabled',
    ],
  ])('says what is wrong with %o', (wrong, problem) => {
    expect(() => parseWebProviderOptions({ ...options, ...wrong })).toThrow(problem)
  })

  it('names every problem and repeats no token', () => {
    const wrong = { url: '', token: 'ek_admin_secret', pollSeconds: -1 }
    expect(() => parseWebProviderOptions(wrong)).toThrow(/url:[^]*token:[^]*pollSeconds:/)
    expect(() => parseWebProviderOptions(wrong)).not.toThrow(/ek_admin_secret/)
  })

  describe('on a page', () => {
    beforeEach(() => {
      Reflect.set(globalThis, 'location', new URL('https://shop.example.com/cart?item=1#top'))
    })
    afterEach(() => void Reflect.deleteProperty(globalThis, 'location'))

    it.each([
      ['/', 'https://shop.example.com/ofrep/v1/evaluate/flags'],
      ['/flags/', 'https://shop.example.com/flags/ofrep/v1/evaluate/flags'],
      ['https://flags.example.com', 'https://flags.example.com/ofrep/v1/evaluate/flags'],
    ])('%s leads to %s', (url, endpoint) => {
      expect(parseWebProviderOptions({ ...options, url }).endpoint).toBe(endpoint)
    })

    it.each(['', undefined])('no address is not that of the page: %j', (url) => {
      expect(() => parseWebProviderOptions({ ...options, url })).toThrow('url: write where the server is')
    })
  })
})
