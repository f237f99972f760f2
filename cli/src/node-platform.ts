import { createHash } from 'node:crypto'
import { constants, deflateRawSync } from 'node:zlib'
import type { AdmissionPlatform } from '@evenkeel/core/admission'
import type { Deflate } from '@evenkeel/core/snapshot'

/** What core is handed of Node. */
export const nodePlatform: AdmissionPlatform & { readonly deflate: Deflate } = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  deflate: (bytes) => deflateRawSync(bytes, { level: 6 }),
  deflateBlock: (bytes, { final, dictionary }) =>
    deflateRawSync(bytes, {
      level: 6,
      finishFlush: final ? constants.Z_FINISH : constants.Z_FULL_FLUSH,
      dictionary,
    }),
}
