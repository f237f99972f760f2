import { markdownTable } from './markdown-table.ts'

/** Whether something that was set as a target was reached. */
export interface Target {
  readonly what: string
  readonly wanted: string
  readonly reached: string
  readonly isMet: boolean
}

/** As a Markdown table. */
export function describeTargets(targets: readonly Target[]): string {
  return markdownTable(
    ['target', 'wanted', 'reached', ''],
    targets.map(({ what, wanted, reached, isMet }) => [what, wanted, reached, isMet ? 'met' : 'MISSED']),
  )
}

/** One line each, for whoever runs the benchmark. */
export function printTargets(targets: readonly Target[]): void {
  for (const { what, wanted, reached, isMet } of targets) {
    console.log(`${isMet ? 'met   ' : 'MISSED'} ${what}: ${reached}, wanted ${wanted}`)
  }
}
