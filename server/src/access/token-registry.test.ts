import { describe, expect, it } from 'vitest'
import type { Principal } from './token-authenticator.ts'
import { TokenRegistry } from './token-registry.ts'
import { generateToken, hashToken } from './token.ts'

const shop: Principal = { name: 'shop', kind: 'sdk-server', environment: 'production' }
const ada: Principal = { name: 'ada', kind: 'operator' }
const shopToken = generateToken('sdk-server')
const adaToken = generateToken('operator')
const entry = (principal: Principal, token: string) => ({ principal, sha256: hashToken(token) })

describe('TokenRegistry', () => {
  it('knows whose token it is', () => {
    const registry = new TokenRegistry([entry(shop, shopToken), entry(ada, adaToken)])

    expect(registry.authenticate(`Bearer ${shopToken}`)).toEqual(shop)
    expect(registry.authenticate(`Bearer ${adaToken}`)).toEqual(ada)
  })

  it.each([
    undefined,
    'Bearer ',
    `Bearer ${generateToken('operator')}`,
    adaToken,
    `Bearer ${hashToken(adaToken).toString('hex')}`,
  ])('knows nobody by %s', (header) => {
    expect(new TokenRegistry([entry(ada, adaToken)]).authenticate(header)).toBeUndefined()
  })

  it('takes back a token that is no longer in the list', () => {
    const registry = new TokenRegistry([entry(ada, adaToken)])
    const principal = registry.authenticate(`Bearer ${adaToken}`)!
    expect(registry.isCurrent(principal)).toBe(true)

    registry.replace([entry(shop, shopToken)])

    expect(registry.isCurrent(principal)).toBe(false)
    expect(registry.authenticate(`Bearer ${adaToken}`)).toBeUndefined()
  })

  it('takes back a token that was replaced by another of the same name', () => {
    const registry = new TokenRegistry([entry(shop, shopToken)])
    const principal = registry.authenticate(`Bearer ${shopToken}`)!

    registry.replace([entry({ ...shop }, generateToken('sdk-server'))])

    expect(registry.isCurrent(principal)).toBe(false)
  })

  it('takes back a token whose environment or kind is another now', () => {
    for (const changed of [
      { ...shop, environment: 'staging' },
      { ...shop, kind: 'sdk-client' as const },
    ]) {
      const registry = new TokenRegistry([entry(shop, shopToken)])
      const principal = registry.authenticate(`Bearer ${shopToken}`)!

      registry.replace([entry(changed, shopToken)])

      expect(registry.isCurrent(principal)).toBe(false)
    }
  })

  it('leaves a token good whose list was read again, and one that was only renamed', () => {
    const registry = new TokenRegistry([entry(shop, shopToken)])
    const principal = registry.authenticate(`Bearer ${shopToken}`)!

    registry.replace([entry({ ...shop, name: 'webshop' }, shopToken)])

    expect(registry.isCurrent(principal)).toBe(true)
  })

  it('knows no principal that it did not give', () => {
    expect(new TokenRegistry([entry(ada, adaToken)]).isCurrent({ ...ada })).toBe(false)
  })
})
