import { formatMebibytes } from '@evenkeel/core/limits'
import { printable } from '../report/printable.ts'
import type { Style } from '../report/style.ts'
import type { AdmissionLimits } from './admission-limits.ts'

export type Excess = 'time' | 'memory'

export interface ExcessReport {
  readonly excess: Excess
  readonly argv: readonly string[]
  readonly cwd: string
  readonly limits: AdmissionLimits
}

/** What is said of a run that was ended. */
export function describeExcess({ excess, argv, cwd, limits }: ExcessReport, style: Style): string {
  const command = `\`${printable(['evenkeel', ...argv].join(' '))}\` in ${printable(cwd)}`
  const [what, variable] =
    excess === 'time'
      ? [`takes longer than ${(limits.timeMs ?? 0) / 1000} s`, 'EVENKEEL_ADMISSION_SECONDS allows more time']
      : [
          `needs more than ${formatMebibytes(limits.memoryBytes)} of memory`,
          'EVENKEEL_ADMISSION_MEMORY_MIB allows more, up to half of what the machine has',
        ]
  return `${style.red('error:')} ${command} ${what}, and was ended; a server with this limit would not serve it either
${style.cyan('hint:')} look for a slow \`pattern\` in a schema (a repetition within a repetition, such as ([a-z]+)*) and for very large files; ${variable}
`
}
