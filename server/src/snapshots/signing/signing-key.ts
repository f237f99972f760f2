import type { KeyObject } from 'node:crypto'
import { createHash, createPublicKey, sign, verify } from 'node:crypto'
import type { Signer, Verifier } from '@evenkeel/core/snapshot'

/** Injection token of the process's SigningKey. */
export const SIGNING_KEY = Symbol('SigningKey')

const KEY_ID_BYTES = 8

/** The Ed25519 key pair that this server's frames are signed with. */
export interface SigningKey {
  /** The key id of its frames, in hex. */
  readonly id: string
  /** The raw 32 bytes in base64: what an SDK is given as one of its `publicKeys`. */
  readonly publicKey: string
  readonly signer: Signer
  readonly verifier: Verifier
}

/** Throws an Error when `privateKey` is not an Ed25519 key. */
export function signingKeyOf(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw new Error(`it holds a key of type ${privateKey.asymmetricKeyType ?? 'unknown'}, not Ed25519`)
  }
  const publicKey = createPublicKey(privateKey)
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const keyId = createHash('sha256').update(raw).digest().subarray(0, KEY_ID_BYTES)
  return {
    id: keyId.toString('hex'),
    publicKey: raw.toString('base64'),
    signer: { keyId, sign: (bytes) => sign(null, bytes, privateKey) },
    verifier: { keyId, verify: (bytes, signature) => verify(null, bytes, publicKey, signature) },
  }
}
