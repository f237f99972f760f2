import { totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { findAdmissionLimits } from './limits/admission-limits.ts'
import { admitsRepository } from './limits/admits-repository.ts'
import { runWithinLimits } from './limits/run-within-limits.ts'

const argv = process.argv.slice(2)

// What authors wrote may hang or grow, so it is read in a process that this one watches; nothing else need wait for one.
if (admitsRepository(argv)) {
  process.exitCode = await runWithinLimits({
    program: fileURLToPath(new URL('./program-main.js', import.meta.url)),
    argv,
    limits: findAdmissionLimits(argv, process.env, {
      totalBytes: totalmem(),
      constrainedBytes: process.constrainedMemory(),
    }),
  })
} else {
  await import('./program-main.ts')
}
