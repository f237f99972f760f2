import { describe, expect, it } from 'vitest'
import { HttpProblem } from '../errors.ts'
import type { TokenDemand } from './require-principal.ts'
import { requirePrincipal } from './require-principal.ts'
import type { Principal } from './token-authenticator.ts'

const shop: Principal = { name: 'shop', kind: 'sdk-server', environment: 'production' }

function refusalOf(principal: Principal | undefined, demand: TokenDemand): string {
  try {
    const authenticator = { authenticate: () => principal, isCurrent: () => true }
    requirePrincipal(authenticator, principal && 'Bearer x', demand)
  } catch (error) {
    if (error instanceof HttpProblem) return `${error.status} ${error.code}: ${error.message}`
    throw error
  }
  return ''
}

describe('requirePrincipal', () => {
  it('lets the right kind in', () => {
    expect(refusalOf(shop, { kinds: ['sdk-server'] })).toBe('')
    expect(refusalOf(shop, { kinds: ['operator', 'sdk-server'], environment: 'production' })).toBe('')
  })

  it('lets an admin in everywhere', () => {
    expect(refusalOf({ name: 'root', kind: 'admin' }, { kinds: [], environment: 'production' })).toBe('')
  })

  it('lets an operator into every environment', () => {
    expect(refusalOf({ name: 'ada', kind: 'operator' }, { kinds: ['operator'], environment: 'x' })).toBe('')
  })

  it('asks who it is', () => {
    expect(refusalOf(undefined, { kinds: ['operator'] })).toMatch(/^401 token-missing: Send a token/)
  })

  it('says which kinds would do', () => {
    expect(refusalOf(shop, { kinds: ['operator'] })).toBe(
      '403 token-kind: The token "shop" is of kind sdk-server; this needs operator or admin.',
    )
    expect(refusalOf(shop, { kinds: [] })).toContain('this needs admin.')
    expect(refusalOf(shop, { kinds: ['sdk-client', 'operator'] })).toContain('sdk-client, operator or admin.')
  })

  it('says which environment the token is for', () => {
    expect(refusalOf(shop, { kinds: ['sdk-server'], environment: 'staging' })).toBe(
      '403 token-environment: The token "shop" is good for the environment production only; use one made for staging.',
    )
  })
})
