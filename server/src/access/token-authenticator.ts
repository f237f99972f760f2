export const TOKEN_KINDS = ['sdk-server', 'sdk-client', 'operator', 'admin'] as const
export type TokenKind = (typeof TOKEN_KINDS)[number]

/** Whether a token of the kind is made for one environment; those of people are good for all of them. */
export function isForOneEnvironment(kind: unknown): kind is 'sdk-server' | 'sdk-client' {
  return kind === 'sdk-server' || kind === 'sdk-client'
}

/** Injection token of the process's TokenAuthenticator. */
export const TOKEN_AUTHENTICATOR = Symbol('TokenAuthenticator')

/** Who is asking. */
export interface Principal {
  /** The name the token was given; safe to log. */
  readonly name: string
  readonly kind: TokenKind
  /** The one environment an SDK's token is good for; absent for operators and admins. */
  readonly environment?: string
}

/** Who asked for a command, and with which request; for the log. */
export interface Actor {
  /** The name of the principal. */
  readonly principal: string
  readonly requestId: string
}

export interface TokenAuthenticator {
  /** Whose token was sent, found by its hash. `header` is the value of `Authorization`. */
  authenticate(header: string | undefined): Principal | undefined
  /** Whether what `authenticate` gave is still good: its token has not been revoked since. Cheap; for open streams. */
  isCurrent(principal: Principal): boolean
}
