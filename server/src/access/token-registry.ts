import { timingSafeEqual } from 'node:crypto'
import type { Principal, TokenAuthenticator } from './token-authenticator.ts'
import { hashToken, readBearerToken } from './token.ts'

/** A token as it is kept. */
export interface TokenEntry {
  readonly principal: Principal
  readonly sha256: Buffer
}

/** The tokens that are good now; what is replaced is revoked. */
export class TokenRegistry implements TokenAuthenticator {
  private entries: ReadonlyMap<string, TokenEntry> = new Map()
  private readonly keys = new WeakMap<Principal, string>()

  constructor(entries: readonly TokenEntry[]) {
    this.replace(entries)
  }

  /** A principal stays current over this when its token is still there with the same kind and environment. */
  replace(entries: readonly TokenEntry[]): void {
    this.entries = new Map(entries.map((entry) => [keyOf(entry.sha256), entry]))
    for (const { principal, sha256 } of entries) this.keys.set(principal, keyOf(sha256))
  }

  authenticate(header: string | undefined): Principal | undefined {
    const token = readBearerToken(header)
    if (token === undefined) return undefined
    const sha256 = hashToken(token)
    const entry = this.entries.get(keyOf(sha256))
    return entry && timingSafeEqual(entry.sha256, sha256) ? entry.principal : undefined
  }

  isCurrent(principal: Principal): boolean {
    const current = this.entries.get(this.keys.get(principal) ?? '')?.principal
    return current?.kind === principal.kind && current.environment === principal.environment
  }
}

const keyOf = (sha256: Buffer): string => sha256.toString('hex')
