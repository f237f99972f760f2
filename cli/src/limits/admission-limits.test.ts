import { describe, expect, it } from 'vitest'
import { findAdmissionLimits } from './admission-limits.ts'

const MACHINE = { totalBytes: 16 * 1024 ** 3 }

describe('findAdmissionLimits', () => {
  it('has those of a server where nobody says otherwise', () => {
    expect(findAdmissionLimits(['validate'], {}, MACHINE)).toEqual({
      timeMs: 120_000,
      memoryBytes: 1024 ** 3,
    })
  })

  it('takes what the environment says', () => {
    const env = { EVENKEEL_ADMISSION_SECONDS: '2.5', EVENKEEL_ADMISSION_MEMORY_MIB: '512' }
    expect(findAdmissionLimits(['validate'], env, MACHINE)).toEqual({
      timeMs: 2500,
      memoryBytes: 512 * 1024 ** 2,
    })
  })

  it.each(['', 'many', '-1', '0', 'Infinity'])('does not take "%s" for a number', (value) => {
    const env = { EVENKEEL_ADMISSION_SECONDS: value, EVENKEEL_ADMISSION_MEMORY_MIB: value }
    expect(findAdmissionLimits(['validate'], env, MACHINE)).toEqual(
      findAdmissionLimits(['validate'], {}, MACHINE),
    )
  })

  it('lets nobody have more than half of the machine', () => {
    const env = { EVENKEEL_ADMISSION_MEMORY_MIB: '4096' }
    const { memoryBytes } = findAdmissionLimits(['validate'], env, { totalBytes: 2 * 1024 ** 3 })
    expect(memoryBytes).toBe(1024 ** 3)
  })

  it('does not end a build that watches', () => {
    expect(findAdmissionLimits(['build', '--watch'], {}, MACHINE).timeMs).toBeUndefined()
  })
})
