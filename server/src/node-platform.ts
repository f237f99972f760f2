import { createHash } from 'node:crypto'
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Deflate, DeflateBlock, Inflate, Sha256 } from '@evenkeel/core/snapshot'

const LEAST_CHUNK = 64
const LARGEST_CHUNK = 1024 * 1024

/** What core is handed of Node. */
export const nodePlatform: {
  readonly sha256: Sha256
  readonly deflate: Deflate
  readonly deflateBlock: DeflateBlock
  readonly inflate: Inflate
} = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  deflate: (bytes) => deflateRawSync(bytes, { level: 6 }),
  deflateBlock: (bytes, { final, dictionary }) =>
    deflateRawSync(bytes, {
      level: 6,
      finishFlush: final ? constants.Z_FINISH : constants.Z_FULL_FLUSH,
      dictionary,
    }),
  inflate: (bytes, maxLength) =>
    // Node takes no limit of nothing.
    inflateRawSync(bytes, { maxOutputLength: Math.max(maxLength, 1), chunkSize: chunkSizeFor(maxLength) }),
}

/** One piece where it can be: zlib's usual 16 KiB take five times as long for a snapshot. */
function chunkSizeFor(maxLength: number): number {
  return Math.min(Math.max(maxLength, LEAST_CHUNK), LARGEST_CHUNK)
}
