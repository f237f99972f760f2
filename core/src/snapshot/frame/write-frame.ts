import { SnapshotError } from '../../errors.ts'
import type { Revision } from '../../revision.ts'
import type { Sha256, Signer } from '../platform.ts'
import { SNAPSHOT_FORMAT_VERSION } from '../snapshot.ts'
import { FRAME_HEADER_BYTES, signatureOf, signedPart, writeFrameHeader } from './frame-header.ts'

export const SIGNING_PERIOD_MS = 60_000
export const FRAME_LIFETIME_MS = 300_000

export interface FrameInput extends Revision {
  readonly environment: string
  readonly scope: string
  /** The snapshot's canonical text, deflated: done once a publication and kept with it. */
  readonly payload: Uint8Array
  readonly inflatedLength: number
  readonly nowMs: number
  readonly frameBytes: number
  readonly sha256: Sha256
  /** Absent for a frame that is built by hand and read from a file. */
  readonly signer?: Signer
}

/**
 * Exactly `frameBytes` bytes: header, payload, zero padding. Equal input within a signing period gives equal bytes.
 * Throws SnapshotError `does-not-fit`.
 */
export function writeFrame(input: FrameInput): Uint8Array {
  const { payload, frameBytes, signer } = input
  if (payload.length > frameBytes - FRAME_HEADER_BYTES) {
    const room = Math.max(0, frameBytes - FRAME_HEADER_BYTES)
    const message = `The payload has ${payload.length} bytes; a frame of ${frameBytes} has room for ${room}`
    throw new SnapshotError('does-not-fit', message)
  }
  const frame = new Uint8Array(frameBytes)
  const issuedAt = input.nowMs - (input.nowMs % SIGNING_PERIOD_MS)
  writeFrameHeader(frame, {
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    environment: input.environment,
    scope: input.scope,
    epoch: input.epoch,
    sequence: input.sequence,
    issuedAt,
    expiresAt: issuedAt + FRAME_LIFETIME_MS,
    digest: input.sha256(payload),
    payloadLength: payload.length,
    inflatedLength: input.inflatedLength,
    keyId: signer?.keyId ?? new Uint8Array(8),
  })
  frame.set(payload, FRAME_HEADER_BYTES)
  if (signer) signatureOf(frame).set(signer.sign(signedPart(frame)))
  return frame
}
