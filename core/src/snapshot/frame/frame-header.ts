import { SnapshotError } from '../../errors.ts'
import type { Revision } from '../../revision.ts'
import { decodeUtf8, encodeUtf8 } from '../../utf8.ts'
import { SNAPSHOT_FORMAT_VERSION } from '../snapshot.ts'
import * as AT from './frame-layout.ts'

/** What a frame says of itself before its payload is touched. */
export interface FrameHeader extends Revision {
  /** Also that of the payload. */
  readonly formatVersion: number
  readonly environment: string
  readonly scope: string
  /** Milliseconds since the epoch; truncated to SIGNING_PERIOD_MS. */
  readonly issuedAt: number
  readonly expiresAt: number
  /** SHA-256 of the payload as it travels (compressed), and its length in bytes. */
  readonly digest: Uint8Array
  readonly payloadLength: number
  /** Length of the payload once inflated. */
  readonly inflatedLength: number
  /** All zero when the frame is not signed. */
  readonly keyId: Uint8Array
}

/** The most an SDK accepts. */
export const MAX_FRAME_BYTES = 1024 * 1024
export const MAX_PAYLOAD_BYTES = 8 * 1024 * 1024

export const FRAME_HEADER_BYTES = AT.payload
export const MAX_NAME_BYTES = AT.scope - AT.environment
/** "EVKF" in ASCII. */
const MAGIC = 0x45564b46
/** A name, filled up with zero bytes. */
const NAME = /^([^\0]+)\0*$/

/** What the signature is over. */
export function signedPart(frame: Uint8Array): Uint8Array {
  return frame.subarray(0, AT.signature)
}

export function signatureOf(frame: Uint8Array): Uint8Array {
  return frame.subarray(AT.signature, FRAME_HEADER_BYTES)
}

/** Throws SnapshotError `does-not-fit` when a name is too long. */
export function writeFrameHeader(frame: Uint8Array, header: FrameHeader): void {
  const view = new DataView(frame.buffer, frame.byteOffset)
  view.setUint32(AT.magic, MAGIC)
  view.setUint16(AT.formatVersion, header.formatVersion)
  view.setUint16(AT.headerLength, FRAME_HEADER_BYTES)
  view.setUint32(AT.epoch, header.epoch)
  view.setBigUint64(AT.sequence, BigInt(header.sequence))
  view.setBigUint64(AT.issuedAt, BigInt(header.issuedAt))
  view.setBigUint64(AT.expiresAt, BigInt(header.expiresAt))
  view.setUint32(AT.payloadLength, header.payloadLength)
  view.setUint32(AT.inflatedLength, header.inflatedLength)
  frame.set(encodeName(header.environment), AT.environment)
  frame.set(encodeName(header.scope), AT.scope)
  frame.set(header.digest, AT.digest)
  frame.set(header.keyId, AT.keyId)
}

/** Reads the header alone and sees that lengths are within the limits. Throws SnapshotError. */
export function readFrameHeader(frame: Uint8Array): FrameHeader {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  checkEnvelope(view, frame)
  const header: FrameHeader = {
    formatVersion: view.getUint16(AT.formatVersion),
    environment: decodeName(frame.subarray(AT.environment, AT.scope), 'environment'),
    scope: decodeName(frame.subarray(AT.scope, AT.digest), 'scope'),
    epoch: view.getUint32(AT.epoch),
    sequence: readInteger(view, AT.sequence),
    issuedAt: readInteger(view, AT.issuedAt),
    expiresAt: readInteger(view, AT.expiresAt),
    digest: frame.slice(AT.digest, AT.keyId),
    payloadLength: view.getUint32(AT.payloadLength),
    inflatedLength: view.getUint32(AT.inflatedLength),
    keyId: frame.slice(AT.keyId, AT.signature),
  }
  if (header.payloadLength > frame.length - FRAME_HEADER_BYTES) {
    throw new SnapshotError('malformed', 'The frame was cut off on its way')
  }
  if (header.inflatedLength > MAX_PAYLOAD_BYTES) {
    const message = `The frame's payload inflates to ${header.inflatedLength} bytes; at most ${MAX_PAYLOAD_BYTES} are read`
    throw new SnapshotError('too-large', message)
  }
  return header
}

function checkEnvelope(view: DataView, frame: Uint8Array): void {
  if (view.byteLength < FRAME_HEADER_BYTES || view.getUint32(AT.magic) !== MAGIC) {
    const beginning = String.fromCharCode(...frame.subarray(0, 16)).replace(/[^ -~]/g, '?')
    throw new SnapshotError('not-a-frame', `These bytes are no frame: they begin with "${beginning}"`)
  }
  const formatVersion = view.getUint16(AT.formatVersion)
  if (formatVersion !== SNAPSHOT_FORMAT_VERSION) {
    const message = `The frame has format ${formatVersion}; this version reads ${SNAPSHOT_FORMAT_VERSION}`
    throw new SnapshotError('unknown-format', message)
  }
  if (view.getUint16(AT.headerLength) !== FRAME_HEADER_BYTES) {
    throw new SnapshotError('malformed', `The frame's header is not ${FRAME_HEADER_BYTES} bytes long`)
  }
  if (view.byteLength > MAX_FRAME_BYTES) {
    const message = `The frame has ${view.byteLength} bytes; at most ${MAX_FRAME_BYTES} are read`
    throw new SnapshotError('too-large', message)
  }
}

function readInteger(view: DataView, offset: number): number {
  const value = Number(view.getBigUint64(offset))
  if (Number.isSafeInteger(value)) return value
  throw new SnapshotError('malformed', 'The frame holds an integer beyond 2^53 - 1')
}

function encodeName(name: string): Uint8Array {
  const bytes = encodeUtf8(name)
  if (bytes.length > MAX_NAME_BYTES) {
    const message = `The name ${name} has ${bytes.length} bytes; a frame has room for ${MAX_NAME_BYTES}`
    throw new SnapshotError('does-not-fit', message)
  }
  return bytes
}

function decodeName(field: Uint8Array, what: string): string {
  try {
    const [, name] = NAME.exec(decodeUtf8(field)) ?? []
    if (name !== undefined) return name
  } catch {
    // No UTF-8: malformed, as below.
  }
  throw new SnapshotError('malformed', `The frame's ${what} is no name`)
}
