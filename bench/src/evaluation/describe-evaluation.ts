import { describeEnvironment } from '../describe-environment.ts'
import type { BenchEnvironment } from '../environment.ts'
import { installedVersion } from '../environment.ts'
import { markdownTable } from '../markdown-table.ts'
import type { Target } from '../target.ts'
import { describeTargets } from '../target.ts'
import type { Contender } from './contender.ts'
import type { ContenderId } from './contenders/contenders.ts'
import type { Measured } from './measure-workload.ts'
import type { Results } from './targets.ts'
import { WORKLOAD_NAMES, WORKLOADS } from './workloads.ts'

export interface EvaluationReport {
  readonly environment: BenchEnvironment
  readonly contenders: ReadonlyMap<ContenderId, Contender>
  readonly rounds: number
  readonly results: Results
  readonly targets: readonly Target[]
}

export function describeEvaluation(report: EvaluationReport): string {
  const { environment, contenders, rounds, results, targets } = report
  const workloads = WORKLOAD_NAMES.filter((workload) => results[workload])
  const rowsOf = (show: (measured: Measured) => string) =>
    [...contenders].map(([id, { name }]) => [
      name,
      ...workloads.map((workload) => {
        const measured = results[workload]?.get(id)
        return measured === undefined ? '' : show(measured)
      }),
    ])
  const nanoseconds = rowsOf((measured) => ('median' in measured ? measured.median.toFixed(0) : '–'))
  const bytes = rowsOf((measured) => ('median' in measured ? String(measured.bytesPerEvaluation) : '–'))
  return `${describeEnvironment(environment)}

Nanoseconds an evaluation: the median of ${rounds} rounds.

${markdownTable(['contender', ...workloads], nanoseconds)}

Bytes allocated an evaluation.

${markdownTable(['contender', ...workloads], bytes)}

### Targets

${describeTargets(targets)}

### What is evaluated

${workloads.map((workload) => `- **${workload}**: ${WORKLOADS[workload].title}`).join('\n')}

1,000 other flags (plain ones, conditions, shares, splits) are loaded, and 1,000 subjects are asked about in turn, whose contexts are made beforehand. Every answer is checked before anything is timed: for W1, W2, W4 and W5 each subject's, those included who meet other rules or none; for W3 and W3s how many get what. In W2 all three conditions have to be looked at; in W5 half of the subjects are members.

### How it is measured

Each contender runs alone in its own process, one for each workload, with \`NODE_ENV=production\`. It is warmed up for 0.6 s; then the contenders take turns, one round of about 0.15 s each. Contenders that give promises are awaited one by one, as a service does. Allocation is measured in another process, whose heap is so large that nothing is collected meanwhile: what it grows by in 2,000 evaluations, the least of twelve tries.

### How each was set up

${[...contenders.values()].map((contender) => `- **${contender.name}** (\`${contender.package}\` ${installedVersion(contender.package)}): ${contender.setup}.`).join('\n')}

### What these numbers are not

They are of one machine, of one thread, in a loop that does nothing else: caches are warm and the compilers have seen everything. A service evaluates now and then between other work, where each of these takes longer, and hardly any service will notice the difference between them. They say nothing about loading, updating, events or analytics, which were off for everyone, nor about how good a product is.
`
}
