import { HttpProblem } from '../errors.ts'
import type { Principal, TokenAuthenticator, TokenKind } from './token-authenticator.ts'
import { describeRefusedToken } from './token.ts'

export interface TokenDemand {
  /** An admin's token is always good enough. */
  readonly kinds: readonly TokenKind[]
  /** The environment asked about, where there is one. An SDK's token is good for its own only. */
  readonly environment?: string
}

/**
 * Who is asking, if they may. Throws HttpProblem 401 (`token-missing`, `token-malformed`, `token-unknown`) or 403
 * (`token-kind`, `token-environment`).
 */
export function requirePrincipal(
  authenticator: TokenAuthenticator,
  header: string | undefined,
  demand: TokenDemand,
): Principal {
  const principal = authenticator.authenticate(header)
  if (!principal) {
    const { code, detail } = describeRefusedToken(header)
    throw new HttpProblem(401, code, detail)
  }
  if (principal.kind === 'admin') return principal
  if (!demand.kinds.includes(principal.kind)) {
    throw new HttpProblem(
      403,
      'token-kind',
      `The token "${principal.name}" is of kind ${principal.kind}; this needs ${orList([...demand.kinds, 'admin'])}.`,
    )
  }
  if (
    principal.environment !== undefined &&
    demand.environment !== undefined &&
    principal.environment !== demand.environment
  ) {
    throw new HttpProblem(
      403,
      'token-environment',
      `The token "${principal.name}" is good for the environment ${principal.environment} only; use one made for ${demand.environment}.`,
    )
  }
  return principal
}

function orList(words: readonly string[]): string {
  const unique = [...new Set(words)]
  return unique.length < 2 ? unique.join('') : `${unique.slice(0, -1).join(', ')} or ${unique.at(-1) ?? ''}`
}
