import { createHash } from 'node:crypto'
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Deflate, DeflateBlock, Inflate, Sha256 } from '@evenkeel/core/snapshot'

/** What core is handed of Node, for tests. */
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
  inflate: (bytes, maxLength) => inflateRawSync(bytes, { maxOutputLength: maxLength }),
}
