import type { MachineMemory } from '@evenkeel/core/limits'
import { boundMemory } from '@evenkeel/core/limits'
import type { Host } from '../host.ts'

const MEBIBYTE = 1024 * 1024

/** As the server has them where nobody says otherwise. */
const DEFAULT_SECONDS = 120
const DEFAULT_MEMORY_MIB = 1024

export interface AdmissionLimits {
  /** Of the whole run; absent for one that goes on until it is interrupted. */
  readonly timeMs?: number
  /** Of the process that reads the repository. */
  readonly memoryBytes: number
}

/** A value that is no number above 0 counts as not said: the server, whose options these are, is the one to complain. */
export function findAdmissionLimits(
  argv: readonly string[],
  env: Host['env'],
  machine: MachineMemory,
): AdmissionLimits {
  const seconds = positive(env['EVENKEEL_ADMISSION_SECONDS']) ?? DEFAULT_SECONDS
  const mebibytes = positive(env['EVENKEEL_ADMISSION_MEMORY_MIB']) ?? DEFAULT_MEMORY_MIB
  return {
    ...(!argv.includes('--watch') && { timeMs: seconds * 1000 }),
    memoryBytes: boundMemory(mebibytes * MEBIBYTE, machine),
  }
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text)
  return number > 0 && Number.isFinite(number) ? number : undefined
}
