import { beforeEach, expect, it } from 'vitest'
import type { SigningKeyStore } from '../../../server/src/snapshots/signing/signing-key-store.ts'
import type { Stores } from './databases.ts'

const at = new Date('2026-11-01T12:00:00.123Z')
const later = new Date('2026-11-02T12:00:00Z')
const one = { id: 'ff11223344556677', publicKey: 'Zm9v' }
const other = { id: '0011223344556677', publicKey: 'YmFy' }

export function signingKeyStoreContract(empty: () => Promise<Stores>): void {
  let store: SigningKeyStore

  beforeEach(async () => {
    store = (await empty()).signingKeys
  })

  it('has no keys at first', async () => {
    expect(await store.list()).toEqual([])
  })

  it('lists keys in the order of registration', async () => {
    await store.register(one, later)
    await store.register(other, at)

    expect(await store.list()).toEqual([
      { ...one, registeredAt: later },
      { ...other, registeredAt: at },
    ])
  })

  it('registers a key once', async () => {
    await store.register(one, at)
    await store.register(one, later)

    expect(await store.list()).toEqual([{ ...one, registeredAt: at }])
  })

  it('registers a first key only where there is none, retired ones included', async () => {
    expect(await store.registerFirst(one, at)).toBe(true)
    expect(await store.registerFirst(other, at)).toBe(false)
    expect(await store.registerFirst(one, at)).toBe(false)
    await store.retire(one.id, at)
    expect(await store.registerFirst(other, at)).toBe(false)

    expect((await store.list()).map(({ id }) => id)).toEqual([one.id])
  })

  it('takes one of many that are the first at once', async () => {
    const keys = Array.from({ length: 6 }, (_, index) => ({ id: String(index), publicKey: 'Zm9v' }))

    const taken = await Promise.all(keys.map((key) => store.registerFirst(key, at)))

    expect(taken.filter(Boolean)).toHaveLength(1)
    expect((await store.list()).map(({ id }) => id)).toEqual([String(taken.indexOf(true))])
  })

  it('retires a key once, and takes it up again in its place', async () => {
    await store.register(one, at)
    await store.register(other, at)

    expect(await store.retire(one.id, later)).toBe(true)
    expect(await store.retire(one.id, later)).toBe(false)
    expect(await store.list()).toEqual([
      { ...one, registeredAt: at, retiredAt: later },
      { ...other, registeredAt: at },
    ])

    await store.register(one, later)
    expect(await store.list()).toEqual([
      { ...one, registeredAt: at },
      { ...other, registeredAt: at },
    ])
  })

  it('retires no key that it does not know', async () => {
    expect(await store.retire(one.id, at)).toBe(false)
  })
}
