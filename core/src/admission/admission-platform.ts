import type { DeflateBlock, Sha256 } from '../snapshot/platform.ts'

/** What admission needs of the machine it is on. */
export interface AdmissionPlatform {
  readonly sha256: Sha256
  readonly deflateBlock: DeflateBlock
}
