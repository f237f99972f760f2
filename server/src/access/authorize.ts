import type { Action } from './policy.ts'
import { POLICY, tokenKindsFor } from './policy.ts'
import type { Principal, TokenKind } from './token-authenticator.ts'

/** What an action is asked for. */
export interface Resource {
  /** The environment asked about, where there is one. */
  readonly environment?: string | undefined
}

export type Refusal =
  /** `needed` are the kinds of token that would do. */
  | { readonly allowed: false; readonly reason: 'kind'; readonly needed: readonly TokenKind[] }
  | {
      readonly allowed: false
      readonly reason: 'other-environment'
      readonly own: string
      readonly asked: string
    }
  | { readonly allowed: false; readonly reason: 'no-own-environment' }

export type Decision = { readonly allowed: true } | Refusal

/** Whether the policy lets somebody do something. */
export function authorize(principal: Principal, action: Action, { environment }: Resource = {}): Decision {
  const grant = POLICY[action]
  if (typeof grant === 'string') return { allowed: true }
  const { kind, environment: own } = principal
  if (!grant.roles.includes(kind)) return { allowed: false, reason: 'kind', needed: tokenKindsFor(action) }
  if (own === undefined) {
    return grant.inOwnEnvironment ? { allowed: false, reason: 'no-own-environment' } : { allowed: true }
  }
  return environment === undefined || environment === own
    ? { allowed: true }
    : { allowed: false, reason: 'other-environment', own, asked: environment }
}
