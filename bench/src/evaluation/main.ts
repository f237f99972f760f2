import { parseBenchOptions } from '../bench-options.ts'
import { currentEnvironment, installedVersion } from '../environment.ts'
import { printTargets } from '../target.ts'
import { BENCHMARKS_PAGE, writeBenchmarks, writeJson } from '../write-benchmarks.ts'
import type { Contender } from './contender.ts'
import type { ContenderId } from './contenders/contenders.ts'
import { CONTENDER_IDS, loadContender } from './contenders/contenders.ts'
import { describeEvaluation } from './describe-evaluation.ts'
import type { Measured } from './measure-workload.ts'
import { measureWorkload } from './measure-workload.ts'
import { judge } from './targets.ts'
import type { WorkloadName } from './workloads.ts'
import { WORKLOAD_NAMES, WORKLOADS } from './workloads.ts'

const { json, only, rounds } = parseBenchOptions(process.argv.slice(2))
const contenders = new Map<ContenderId, Contender>()
for (const id of CONTENDER_IDS) if (id.includes(only ?? '')) contenders.set(id, await loadContender(id))
const environment = currentEnvironment(new Date())
const results: Partial<Record<WorkloadName, ReadonlyMap<ContenderId, Measured>>> = {}

for (const workload of WORKLOAD_NAMES) {
  const measured = await measureWorkload(workload, contenders, rounds)
  results[workload] = measured
  console.log(`\n${workload}: ${WORKLOADS[workload].title}`)
  for (const [id, result] of measured) console.log(describe(id, result))
}

const targets = judge(results)
console.log()
printTargets(targets)
writeJson(json, {
  environment,
  rounds,
  versions: Object.fromEntries(
    [...contenders.values()].map(({ package: name }) => [name, installedVersion(name)]),
  ),
  nanoseconds: Object.fromEntries(
    Object.entries(results).map(([workload, measured]) => [workload, Object.fromEntries(measured)]),
  ),
  targets,
})
if (only === undefined) {
  writeBenchmarks(
    BENCHMARKS_PAGE,
    'Evaluation',
    describeEvaluation({ environment, contenders, rounds, results, targets }),
  )
}

function describe(id: ContenderId, measured: Measured): string {
  if ('lacks' in measured) return `  ${id.padEnd(24)} – ${measured.lacks}`
  const { median, bytesPerEvaluation } = measured
  return `  ${id.padEnd(24)} ${median.toFixed(0).padStart(7)} ns ${String(bytesPerEvaluation).padStart(7)} B`
}
