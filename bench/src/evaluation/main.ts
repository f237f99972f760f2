import { parseBenchOptions } from '../bench-options.ts'
import { currentEnvironment, installedVersion } from '../environment.ts'
import { writeBenchmarks, writeJson } from '../write-benchmarks.ts'
import { CONTENDERS } from './contenders/contenders.ts'
import { describeEvaluation } from './describe-evaluation.ts'
import type { Measured } from './measure-workload.ts'
import { measureWorkload } from './measure-workload.ts'
import { judge } from './targets.ts'
import type { WorkloadName } from './workloads.ts'
import { WORKLOAD_NAMES, WORKLOADS } from './workloads.ts'

const { json, only, rounds } = parseBenchOptions(process.argv.slice(2))
const contenders = CONTENDERS.filter(({ name }) => name.includes(only ?? ''))
const environment = currentEnvironment(new Date())
const results: Partial<Record<WorkloadName, ReadonlyMap<string, Measured>>> = {}

for (const workload of WORKLOAD_NAMES) {
  const measured = await measureWorkload(workload, contenders, rounds)
  results[workload] = measured
  console.log(`\n${workload}: ${WORKLOADS[workload].title}`)
  for (const [name, result] of measured) console.log(describe(name, result))
}

const targets = judge(results)
console.log()
for (const { what, wanted, reached, isMet } of targets) {
  console.log(`${isMet ? 'met   ' : 'MISSED'} ${what}: ${reached}, wanted ${wanted}`)
}
writeJson(json, {
  environment,
  rounds,
  versions: Object.fromEntries(contenders.map(({ package: name }) => [name, installedVersion(name)])),
  nanoseconds: Object.fromEntries(
    Object.entries(results).map(([workload, measured]) => [workload, Object.fromEntries(measured)]),
  ),
  targets,
})
if (only === undefined) {
  writeBenchmarks('Evaluation', describeEvaluation({ environment, rounds, results, targets }))
}

function describe(name: string, measured: Measured): string {
  if ('lacks' in measured) return `  ${name.padEnd(24)} – ${measured.lacks}`
  const { median, bytesPerEvaluation } = measured
  return `  ${name.padEnd(24)} ${median.toFixed(0).padStart(7)} ns ${String(bytesPerEvaluation).padStart(7)} B`
}
