import { describe, expect, it } from 'vitest'
import { HttpProblem } from '../errors.ts'
import type { AskedAction } from './require-allowed.ts'
import { requireAllowed } from './require-allowed.ts'
import type { Principal } from './token-authenticator.ts'

const shop: Principal = { name: 'shop', kind: 'sdk-server', environment: 'production' }

function refusalOf(principal: Principal | undefined, asked: Omit<AskedAction, 'header'>): string {
  try {
    const authenticator = { authenticate: () => principal, isCurrent: () => true }
    expect(requireAllowed(authenticator, { header: principal && 'Bearer x', ...asked })).toBe(principal)
  } catch (error) {
    if (error instanceof HttpProblem) return `${error.status} ${error.code}: ${error.message}`
    throw error
  }
  return ''
}

describe('requireAllowed', () => {
  it('gives who is asking, if they may', () => {
    expect(refusalOf(shop, { action: 'environment.list' })).toBe('')
    expect(refusalOf(shop, { action: 'snapshot.read', resource: { environment: 'production' } })).toBe('')
  })

  it('asks who it is', () => {
    expect(refusalOf(undefined, { action: 'sync.read' })).toMatch(/^401 token-missing: Send a token/)
  })

  it('says which kinds would do', () => {
    expect(refusalOf(shop, { action: 'sync.read' })).toBe(
      '403 token-kind: The token "shop" is of kind sdk-server; this needs operator or admin.',
    )
    expect(refusalOf({ name: 'ada', kind: 'operator' }, { action: 'flag.evaluate' })).toContain(
      'this needs sdk-server, sdk-client or admin.',
    )
  })

  it('says which environment the token is for', () => {
    expect(refusalOf(shop, { action: 'snapshot.read', resource: { environment: 'staging' } })).toBe(
      '403 token-environment: The token "shop" is good for the environment production only; use one made for staging.',
    )
  })

  it('says that a token is for no environment where it has to be for one', () => {
    expect(refusalOf({ name: 'root', kind: 'admin' }, { action: 'flag.evaluate' })).toBe(
      '403 token-environment: The token "root" is for no one environment; evaluate with an SDK\'s token, which is.',
    )
  })
})
