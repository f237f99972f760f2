import { describeEnvironment } from '../describe-environment.ts'
import type { BenchEnvironment } from '../environment.ts'
import { installedVersion } from '../environment.ts'
import type { Contender } from '../evaluation/contender.ts'
import { markdownTable } from '../markdown-table.ts'
import type { Target } from '../target.ts'
import { describeTargets } from '../target.ts'
import type { LoadResult } from './measure-load.ts'

export interface LoadReport {
  readonly environment: BenchEnvironment
  readonly rounds: number
  readonly results: ReadonlyMap<Contender, LoadResult>
  readonly targets: readonly Target[]
}

export function describeLoad({ environment, rounds, results, targets }: LoadReport): string {
  const rows = [...results].map(([{ name, package: packageName }, result]) => [
    `${name} ${installedVersion(packageName)}`,
    result.jsonParseMs.toFixed(1),
    result.firstEvaluationMs.toFixed(1),
    (result.firstEvaluationMs / result.jsonParseMs).toFixed(2),
    result.everyEvaluationMs.toFixed(1),
    (result.textBytes / 1_000_000).toFixed(1),
    String(result.heapBytesPerFlag),
  ])
  const header = [
    'contender',
    'JSON.parse, ms',
    'first evaluation, ms',
    'ratio',
    'every flag once, ms',
    'text, MB',
    'heap a flag, bytes',
  ]
  return `${describeEnvironment(environment)}

10,000 flags with three rules each: from text in memory to the first evaluation, and to one of every flag, beside \`JSON.parse\` of the same text. Medians of ${rounds} cold processes each.

${markdownTable(header, rows)}

### Targets

${describeTargets(targets)}

### How it is measured

Modules are loaded before the clock starts; the answer of the first evaluation is checked. Evenkeel's text is the payload of a frame, once inflated: JSON Lines, which are parsed as one list for the comparison. Heap is what is in use after the flags are loaded and before any is evaluated, less what was in use before, after collections; what a contender keeps of its text is in it. The others load their own formats in the way that their setup above says; LaunchDarkly's file is written and read in the time measured.

### What these numbers are not

Nothing here is downloaded, verified or inflated. Evenkeel parses a flag when it is first evaluated, so a service that uses a few of many flags sees the first figure, one that uses all of them pays the difference to the last one over time.
`
}
