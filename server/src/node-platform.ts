import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Deflate, Inflate, Sha256 } from '@evenkeel/core/snapshot'

/** What core is handed of Node. */
export const nodePlatform: { readonly sha256: Sha256; readonly deflate: Deflate; readonly inflate: Inflate } =
  {
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    deflate: (bytes) => deflateRawSync(bytes, { level: 6 }),
    inflate: (bytes, maxLength) => inflateRawSync(bytes, { maxOutputLength: maxLength }),
  }
