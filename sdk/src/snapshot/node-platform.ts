import { createHash, createPublicKey, verify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import type { Inflate, Sha256, Verifier } from '@evenkeel/core/snapshot'

const KEY_BYTES = 32
const KEY_ID_BYTES = 8

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest()

export const inflate: Inflate = (bytes, maxLength) => inflateRawSync(bytes, { maxOutputLength: maxLength })

/** Reads a raw Ed25519 public key in base64 or base64url; undefined when it is none. */
export function parsePublicKey(text: string): Verifier | undefined {
  const raw = Buffer.from(text, 'base64')
  if (raw.length !== KEY_BYTES) return undefined
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  })
  return {
    keyId: sha256(raw).subarray(0, KEY_ID_BYTES),
    verify: (bytes, signature) => verify(null, bytes, key, signature),
  }
}
