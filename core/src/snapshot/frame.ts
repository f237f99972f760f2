import type { Inflate, Sha256, Signer, Verifier } from './platform.ts'

/** What a frame says of itself before its payload is touched. */
export interface FrameHeader {
  readonly formatVersion: number
  readonly environment: string
  readonly scope: string
  readonly epoch: number
  readonly sequence: number
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

export const SIGNING_PERIOD_MS = 60_000
export const FRAME_LIFETIME_MS = 300_000
/** The most an SDK accepts. */
export const MAX_FRAME_BYTES = 1024 * 1024
export const MAX_PAYLOAD_BYTES = 8 * 1024 * 1024

export interface FrameInput {
  readonly environment: string
  readonly scope: string
  readonly epoch: number
  readonly sequence: number
  /** The snapshot's canonical text, deflated: done once a publication and kept with it. */
  readonly payload: Uint8Array
  readonly inflatedLength: number
  readonly nowMs: number
  readonly frameBytes: number
  readonly sha256: Sha256
  /** Absent for a frame that is built by hand and read from a file. */
  readonly signer?: Signer
}

/** Exactly `frameBytes` bytes: header, payload, zero padding. Throws SnapshotError `does-not-fit`. */
export function writeFrame(input: FrameInput): Uint8Array {
  throw new Error(`not yet: ${input.environment}`)
}

export interface FrameReading {
  readonly sha256: Sha256
  readonly inflate: Inflate
  /** When not empty, a frame that none of them verifies is refused. */
  readonly verifiers: readonly Verifier[]
}

/** Reads the header alone. Throws SnapshotError. */
export function readFrameHeader(frame: Uint8Array): FrameHeader {
  throw new Error(`not yet: ${frame.length}`)
}

/**
 * Checks signature and digest without inflating, for a frame whose payload is already known. Throws SnapshotError.
 */
export function verifyFrame(frame: Uint8Array, reading: Pick<FrameReading, 'sha256' | 'verifiers'>): FrameHeader {
  throw new Error(`not yet: ${frame.length} ${reading.verifiers.length}`)
}

/** Verifies before it inflates, and inflates under a limit. Gives the snapshot's canonical text. Throws SnapshotError. */
export function readFramePayload(frame: Uint8Array, reading: FrameReading): string {
  throw new Error(`not yet: ${frame.length} ${reading.verifiers.length}`)
}
