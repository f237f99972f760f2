import { writeHex } from '../../hex.ts'
import type { Sha256 } from '../../snapshot/platform.ts'
import { encodeUtf8 } from '../../utf8.ts'
import type { Operation } from '../operation.ts'
import { writeOperations } from './write-operations.ts'

/** SHA-256, hex, over all operations that are in force, dormant ones too, whatever their order. */
export function stateHashOf(operations: readonly Operation[], sha256: Sha256): string {
  return writeHex(sha256(encodeUtf8(writeOperations(operations))))
}
