import { createHash, randomBytes } from 'node:crypto'
import type { TokenKind } from './token-authenticator.ts'
import { TOKEN_KINDS } from './token-authenticator.ts'

const SECRET_BYTES = 32
const CHECKSUM_LENGTH = 6
const SHAPE = new RegExp(`^(ek_(${TOKEN_KINDS.join('|')})_[A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$`)

/**
 * A new token: `ek_`, its kind, `_`, 256 random bits in base64url (43 characters) and a checksum: the first six
 * characters of the base64url SHA-256 of all before it, so that a typing mistake is told from an unknown token.
 */
export function generateToken(kind: TokenKind): string {
  const body = `ek_${kind}_${randomBytes(SECRET_BYTES).toString('base64url')}`
  return body + checksumOf(body)
}

/** The kind a token says it is; undefined when it is no token of ours or was copied wrong. */
export function parseTokenKind(token: string): TokenKind | undefined {
  const [, body = '', kind, checksum] = SHAPE.exec(token) ?? []
  return checksum === checksumOf(body) ? (kind as TokenKind | undefined) : undefined
}

/** What is kept of a token: its SHA-256. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

const MAX_TOKEN_LENGTH = 512
const BEARER = /^Bearer +([^ ]+) *$/i

/** The token of an `Authorization` header. */
export function readBearerToken(header: string | undefined): string | undefined {
  if (header === undefined || header.length > MAX_TOKEN_LENGTH) return undefined
  return BEARER.exec(header)?.[1]
}

/** Why a header did not do, for whoever sent it; repeats nothing of it. */
export function describeRefusedToken(header: string | undefined): { code: string; detail: string } {
  if (header === undefined || header === '') {
    return { code: 'token-missing', detail: 'Send a token: Authorization: Bearer ek_…' }
  }
  const token = readBearerToken(header)
  if (token === undefined) {
    return {
      code: 'token-malformed',
      detail: 'The Authorization header is not of the form: Bearer <token>, with one token.',
    }
  }
  if (token.startsWith('ek_') && parseTokenKind(token) === undefined) {
    return {
      code: 'token-malformed',
      detail:
        'The token was not copied in full: its checksum does not match. Copy it again from where it is kept.',
    }
  }
  return {
    code: 'token-unknown',
    detail: 'The token is not known here: it was revoked, or is meant for another server.',
  }
}

function checksumOf(body: string): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, CHECKSUM_LENGTH)
}
