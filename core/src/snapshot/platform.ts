/**
 * What a snapshot needs of the machine it is on. Core is pure and is handed these; Node's own are `createHash`,
 * `deflateRawSync` (with `finishFlush` for a block) and `inflateRawSync`.
 */
export interface Sha256 {
  (bytes: Uint8Array): Uint8Array
}

export interface Deflate {
  /** Raw deflate (RFC 1951) at level 6, without a header. */
  (bytes: Uint8Array): Uint8Array
}

export interface DeflateBlock {
  /**
   * Raw deflate at level 6 with an empty window, so that blocks one after another are one stream, whatever each is
   * beside. It ends the stream where it is `final`, and at a full flush where it is not.
   */
  (bytes: Uint8Array, options: { readonly final: boolean }): Uint8Array
}

export interface Inflate {
  /** Throws when the bytes are no raw deflate stream or would inflate beyond `maxLength`. */
  (bytes: Uint8Array, maxLength: number): Uint8Array
}

/** An Ed25519 key pair's private half: deterministic, so equal input gives equal signatures. */
export interface Signer {
  /** The first 8 bytes of the SHA-256 of the raw public key. */
  readonly keyId: Uint8Array
  /** 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array
}

export interface Verifier {
  readonly keyId: Uint8Array
  verify(bytes: Uint8Array, signature: Uint8Array): boolean
}
