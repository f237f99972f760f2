/**
 * What a snapshot needs of the machine it is on. Core is pure and is handed these; Node's own are `createHash`,
 * `deflateRawSync` (with `finishFlush` and `dictionary` for a block) and `inflateRawSync`.
 */
export interface Sha256 {
  (bytes: Uint8Array): Uint8Array
}

export interface Deflate {
  /** Raw deflate (RFC 1951) at level 6, without a header. */
  (bytes: Uint8Array): Uint8Array
}

export interface DeflateBlock {
  /** Raw deflate at level 6 of a part of a stream, whose parts are that stream one after another. */
  (bytes: Uint8Array, options: BlockOptions): Uint8Array
}

export interface BlockOptions {
  /** Whether it ends the stream; it ends at a full flush where it does not. */
  readonly final: boolean
  /** What comes before it in the stream, where it may refer to that: to the last 32 KiB, RFC 1951's window. */
  readonly dictionary?: Uint8Array | undefined
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
