import { FRAME_HEADER_BYTES } from './frame-header.ts'

/** The part of a frame that a commit leaves to operator overrides. */
const OVERRIDE_SHARE = 1 / 16

/** How many bytes of deflated payload a commit may fill in a frame, room for overrides kept. */
export function payloadRoom(frameBytes: number): number {
  return frameBytes - FRAME_HEADER_BYTES - frameBytes * OVERRIDE_SHARE
}
