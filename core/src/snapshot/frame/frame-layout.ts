/*
 * Where each field of a frame's header starts. Integers are unsigned and big-endian; a name is UTF-8 and filled up with
 * zero bytes. After the header come the payload, which is the snapshot's lines in raw deflate (RFC 1951), and zero
 * bytes up to the frame's constant size.
 */

/** 4 bytes: "EVKF" in ASCII */
export const magic = 0
/** 2 bytes: 1 */
export const formatVersion = 4
/** 2 bytes: 276 */
export const headerLength = 6
/** 4 bytes */
export const epoch = 8
/** 8 bytes, at most 2^53 − 1 */
export const sequence = 12
/** 8 bytes: milliseconds since 1970-01-01T00:00:00Z, at most 2^53 − 1 */
export const issuedAt = 20
/** 8 bytes, as issuedAt */
export const expiresAt = 28
/** 4 bytes: length of the payload in this frame */
export const payloadLength = 36
/** 4 bytes: length of the payload once inflated */
export const inflatedLength = 40
/** 64 bytes */
export const environment = 44
/** 64 bytes */
export const scope = 108
/** 32 bytes: SHA-256 of the payload in this frame */
export const digest = 172
/** 8 bytes: first of the SHA-256 of the raw Ed25519 public key; zero when the frame is not signed */
export const keyId = 204
/** 64 bytes: Ed25519 over all bytes before it; zero when the frame is not signed */
export const signature = 212
/** Where the header ends and the payload starts. */
export const payload = 276
