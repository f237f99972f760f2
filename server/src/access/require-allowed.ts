import { HttpProblem } from '../errors.ts'
import type { Refusal, Resource } from './authorize.ts'
import { authorize } from './authorize.ts'
import type { Action } from './policy.ts'
import type { Principal, TokenAuthenticator } from './token-authenticator.ts'
import { describeRefusedToken } from './token.ts'

/** What a request asks for, and the value of its `Authorization` header. */
export interface AskedAction {
  readonly header: string | undefined
  readonly action: Action
  readonly resource?: Resource
}

/**
 * Who is asking, if they may. Throws HttpProblem 401 (`token-missing`, `token-malformed`, `token-unknown`) or 403
 * (`token-kind`, `token-environment`).
 */
export function requireAllowed(
  authenticator: TokenAuthenticator,
  { header, action, resource }: AskedAction,
): Principal {
  const principal = authenticator.authenticate(header)
  if (!principal) {
    const { code, detail } = describeRefusedToken(header)
    throw new HttpProblem(401, code, detail)
  }
  const decision = authorize(principal, action, resource)
  if (!decision.allowed) throw toProblem(principal, decision)
  return principal
}

function toProblem({ name, kind }: Principal, refusal: Refusal): HttpProblem {
  switch (refusal.reason) {
    case 'kind':
      return new HttpProblem(
        403,
        'token-kind',
        `The token "${name}" is of kind ${kind}; this needs ${orList(refusal.needed)}.`,
      )
    case 'other-environment':
      return new HttpProblem(
        403,
        'token-environment',
        `The token "${name}" is good for the environment ${refusal.own} only; use one made for ${refusal.asked}.`,
      )
    case 'no-own-environment':
      return new HttpProblem(
        403,
        'token-environment',
        `The token "${name}" is for no one environment; evaluate with an SDK's token, which is.`,
      )
  }
}

const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
