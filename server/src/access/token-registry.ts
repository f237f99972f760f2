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
  private entries: readonly TokenEntry[] = []
  private readonly hashes = new WeakMap<Principal, Buffer>()

  constructor(entries: readonly TokenEntry[]) {
    this.replace(entries)
  }

  /** A principal stays current over this when its token is still there with the same kind and environment. */
  replace(entries: readonly TokenEntry[]): void {
    this.entries = entries
    for (const { principal, sha256 } of entries) this.hashes.set(principal, sha256)
  }

  authenticate(header: string | undefined): Principal | undefined {
    const token = readBearerToken(header)
    return token === undefined ? undefined : this.findEntry(hashToken(token))?.principal
  }

  isCurrent(principal: Principal): boolean {
    const sha256 = this.hashes.get(principal)
    const current = sha256 && this.findEntry(sha256)?.principal
    return current?.kind === principal.kind && current.environment === principal.environment
  }

  /** Compares with every entry, in constant time each, whether or not one was found. */
  private findEntry(sha256: Buffer): TokenEntry | undefined {
    let found: TokenEntry | undefined
    for (const entry of this.entries) if (timingSafeEqual(entry.sha256, sha256)) found = entry
    return found
  }
}
