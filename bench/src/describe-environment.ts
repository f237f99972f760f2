import type { BenchEnvironment } from './environment.ts'

/** One paragraph that says on what and when something was measured. */
export function describeEnvironment(environment: BenchEnvironment): string {
  const { measuredAt, processor, cores, memoryGiB, node, v8 } = environment
  return `Measured ${measuredAt.slice(0, 10)} on ${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node} (V8 ${v8}).`
}
