import { afterEach, describe, expect, it } from 'vitest'
import { browserPlatform } from './web-platform.ts'

/** This runs where there is no page: what is put into the global scope is all there is. */
const put = (name: string, value: unknown) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })

const NAMES = ['document', 'localStorage', 'isSecureContext', 'addEventListener', 'removeEventListener']
const before = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)

afterEach(() => {
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor)
    else Reflect.deleteProperty(globalThis, name)
  }
})

function aPage(): EventTarget & { visibilityState: string } {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  put('document', page)
  return page
}

describe('storage', () => {
  const storage = { getItem: () => null, setItem: () => undefined }

  it('is that of a secure page', () => {
    put('localStorage', storage)
    put('isSecureContext', true)
    expect(browserPlatform.storage).toBe(storage)
  })

  it('is none where the page is not secure, is denied it, or is no page', () => {
    put('isSecureContext', true)
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('denied', 'SecurityError')
      },
    })
    expect(browserPlatform.storage).toBeUndefined()
    put('localStorage', storage)
    put('isSecureContext', false)
    expect(browserPlatform.storage).toBeUndefined()
    Reflect.deleteProperty(globalThis, 'isSecureContext')
    expect(browserPlatform.storage).toBeUndefined()
  })
})

describe('waking', () => {
  it('is being seen again, and being online again, until it is of no interest any more', () => {
    const page = aPage()
    const scope = new EventTarget()
    put('addEventListener', scope.addEventListener.bind(scope))
    put('removeEventListener', scope.removeEventListener.bind(scope))
    let woken = 0
    const stop = browserPlatform.onWake(() => (woken += 1))
    page.dispatchEvent(new Event('visibilitychange'))
    scope.dispatchEvent(new Event('online'))
    expect(woken).toBe(2)
    stop()
    page.dispatchEvent(new Event('visibilitychange'))
    scope.dispatchEvent(new Event('online'))
    expect(woken).toBe(2)
  })

  it('never happens where there are no such events', () => {
    Reflect.deleteProperty(globalThis, 'addEventListener')
    const stop = browserPlatform.onWake(() => undefined)
    expect(stop).not.toThrow()
  })
})

describe('being hidden', () => {
  it('is what the page says, and nothing else ever is', () => {
    const page = aPage()
    expect(browserPlatform.isHidden()).toBe(false)
    page.visibilityState = 'hidden'
    expect(browserPlatform.isHidden()).toBe(true)
    Reflect.deleteProperty(globalThis, 'document')
    expect(browserPlatform.isHidden()).toBe(false)
  })
})

describe('the hash', () => {
  it('is SHA-256 in hexadecimal', async () => {
    expect(await browserPlatform.sha256('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})
