import { SnapshotError } from '../../errors.ts'
import { writeHex } from '../../hex.ts'
import { decodeUtf8 } from '../../utf8.ts'
import type { Inflate, Sha256, Verifier } from '../platform.ts'
import type { FrameHeader } from './frame-header.ts'
import { FRAME_HEADER_BYTES, readFrameHeader, signatureOf, signedPart } from './frame-header.ts'

export interface FrameReading {
  readonly sha256: Sha256
  readonly inflate: Inflate
  /** When not empty, a frame that none of them verifies is refused. */
  readonly verifiers: readonly Verifier[]
}

/**
 * Checks signature, digest and padding without inflating, for a frame whose payload is already known. Throws
 * SnapshotError.
 */
export function verifyFrame(
  frame: Uint8Array,
  reading: Pick<FrameReading, 'sha256' | 'verifiers'>,
): FrameHeader {
  const header = readFrameHeader(frame)
  if (reading.verifiers.length > 0) checkSignature(frame, header.keyId, reading.verifiers)
  if (!areEqual(reading.sha256(payloadOf(frame, header)), header.digest)) {
    throw new SnapshotError('wrong-digest', "The frame's payload is not the one its header describes")
  }
  if (!isZeroFrom(frame, FRAME_HEADER_BYTES + header.payloadLength)) {
    throw new SnapshotError('malformed', 'The frame has something other than zeros after its payload')
  }
  return header
}

/** Verifies before it inflates, and inflates under a limit. Gives the snapshot's canonical text. Throws SnapshotError. */
export function readFramePayload(frame: Uint8Array, reading: FrameReading): string {
  return inflatePayload(frame, verifyFrame(frame, reading), reading.inflate)
}

/** As readFramePayload, for a frame that verifyFrame has verified. */
export function inflatePayload(frame: Uint8Array, header: FrameHeader, inflate: Inflate): string {
  try {
    const inflated = inflate(payloadOf(frame, header), header.inflatedLength)
    if (inflated.length === header.inflatedLength) return decodeUtf8(inflated)
  } catch (cause) {
    throw new SnapshotError('malformed', "The frame's payload cannot be inflated to UTF-8", { cause })
  }
  throw new SnapshotError('malformed', "The frame's payload inflates to another length than its header says")
}

function checkSignature(frame: Uint8Array, keyId: Uint8Array, verifiers: readonly Verifier[]): void {
  const known = verifiers.filter((verifier) => areEqual(verifier.keyId, keyId))
  if (known.length === 0) {
    const signedBy = keyId.some((byte) => byte !== 0)
      ? `signed with the unknown key ${writeHex(keyId)}`
      : 'not signed'
    throw new SnapshotError('wrong-signature', `The frame is ${signedBy}`)
  }
  if (!known.some((verifier) => verifier.verify(signedPart(frame), signatureOf(frame)))) {
    throw new SnapshotError(
      'wrong-signature',
      `The frame's signature is not that of the key ${writeHex(keyId)}`,
    )
  }
}

function payloadOf(frame: Uint8Array, header: FrameHeader): Uint8Array {
  return frame.subarray(FRAME_HEADER_BYTES, FRAME_HEADER_BYTES + header.payloadLength)
}

/** Four bytes at a time: most of a frame is zeros, and a byte at a time they take seven times as long. */
function isZeroFrom(bytes: Uint8Array, start: number): boolean {
  const { buffer, byteOffset } = bytes
  const wordsStart = Math.ceil((byteOffset + start) / 4) * 4
  const words = Math.floor((byteOffset + bytes.length - wordsStart) / 4)
  if (words < 1) return isZero(bytes.subarray(start))
  const before = bytes.subarray(start, wordsStart - byteOffset)
  const after = bytes.subarray(wordsStart - byteOffset + words * 4)
  return isZero(before) && isZero(new Uint32Array(buffer, wordsStart, words)) && isZero(after)
}

/** A loop, because a call an element takes thirty times as long. */
function isZero(elements: Uint8Array | Uint32Array): boolean {
  for (let index = 0; index < elements.length; index++) if (elements[index] !== 0) return false
  return true
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
