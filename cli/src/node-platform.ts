import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { AdmissionPlatform } from '@evenkeel/core/admission'

/** What core is handed of Node. */
export const nodePlatform: AdmissionPlatform = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  deflate: (bytes) => deflateRawSync(bytes, { level: 6 }),
}
