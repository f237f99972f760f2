import { describe, expect, it } from 'vitest'
import { authorize } from './authorize.ts'
import { ACTIONS, POLICY, ROLES, tokenKindsFor } from './policy.ts'
import type { Action, Role } from './policy.ts'
import type { Principal } from './token-authenticator.ts'
import { TOKEN_KINDS } from './token-authenticator.ts'

const shop: Principal = { name: 'shop', kind: 'sdk-server', environment: 'production' }
const web: Principal = { name: 'web', kind: 'sdk-client', environment: 'production' }
const ada: Principal = { name: 'ada', kind: 'operator' }
const root: Principal = { name: 'root', kind: 'admin' }
const principals = [shop, web, ada, root]

const allowed = { allowed: true }
const takesTokens = (action: Action) => tokenKindsFor(action).length > 0

/** `+` for each role that the policy grants an action to. */
const row = (action: Action): string => {
  const grant = POLICY[action]
  return typeof grant === 'string' ? grant : ROLES.map((role) => granted(grant.roles, role)).join(' ')
}
const granted = (roles: readonly Role[], role: Role) => (roles.includes(role) ? '+' : '-')

describe('the policy', () => {
  it('has a role for each kind of token', () => {
    expect(principals.map(({ kind }) => kind)).toEqual(TOKEN_KINDS)
    expect(ROLES).toEqual(expect.arrayContaining([...TOKEN_KINDS]))
  })

  it('grants what this table says, and no more', () => {
    expect(ROLES.join(' ')).toBe('sdk-server sdk-client viewer operator approver admin')
    expect(Object.fromEntries(ACTIONS.map((action) => [action, row(action)]))).toEqual({
      'health.read': 'everyone',
      'metrics.read': 'everyone',
      'api.read': 'everyone',
      'environment.list': '+ - + + + +',
      'environment.read': '+ - + + + +',
      'snapshot.read': '+ - + + + +',
      'flag.read': '+ - + + + +',
      'flag.explain': '+ - + + + +',
      'flag.evaluate': '+ + - - - +',
      'config.read': '+ - + + + +',
      'sync.read': '- - + + + +',
      'sync.retry': '- - - + - +',
      'sync.accept': '- - - + - +',
      'webhook.receive': 'signature',
    })
  })
})

describe.each(ACTIONS.filter(takesTokens))('authorize, asked for %s', (action) => {
  const kinds = tokenKindsFor(action)

  it.each(principals)('refuses who is not granted it, with the kinds that would do: $kind', (principal) => {
    const decision = authorize(principal, action, { environment: 'production' })

    if (kinds.includes(principal.kind)) expect(decision).not.toMatchObject({ reason: 'kind' })
    else expect(decision).toEqual({ allowed: false, reason: 'kind', needed: kinds })
  })

  it.each([shop, web].filter(({ kind }) => kinds.includes(kind)))('holds $kind to its environment', (sdk) => {
    expect(authorize(sdk, action)).toEqual(allowed)
    expect(authorize(sdk, action, { environment: 'production' })).toEqual(allowed)
    expect(authorize(sdk, action, { environment: 'staging' })).toEqual({
      allowed: false,
      reason: 'other-environment',
      own: 'production',
      asked: 'staging',
    })
  })
})

describe('authorize', () => {
  it.each(ACTIONS.filter((action) => !takesTokens(action)))('lets anybody do %s', (action) => {
    for (const principal of principals) expect(authorize(principal, action)).toEqual(allowed)
  })

  it.each(ACTIONS.filter((action) => action !== 'flag.evaluate'))(
    'lets an admin do %s anywhere',
    (action) => {
      expect(authorize(root, action, { environment: 'staging' })).toEqual(allowed)
    },
  )

  it('lets an operator into every environment', () => {
    expect(authorize(ada, 'snapshot.read', { environment: 'staging' })).toEqual(allowed)
  })

  it('evaluates for nobody who has no environment of their own', () => {
    for (const resource of [{}, { environment: 'production' }]) {
      expect(authorize(root, 'flag.evaluate', resource)).toEqual({
        allowed: false,
        reason: 'no-own-environment',
      })
    }
  })
})
