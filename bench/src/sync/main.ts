import { parseBenchOptions } from '../bench-options.ts'
import { currentEnvironment } from '../environment.ts'
import { printTargets } from '../target.ts'
import { BENCHMARKS_PAGE, writeBenchmarks, writeJson } from '../write-benchmarks.ts'
import { describeSync } from './describe-sync.ts'
import type { SyncResults } from './sync-results.ts'
import { SCENARIO_NAMES, SCENARIOS } from './sync-results.ts'
import { judgeSync } from './targets.ts'

const { json, only } = parseBenchOptions(process.argv.slice(2))
const environment = currentEnvironment(new Date())
let results: SyncResults = {}

for (const name of SCENARIO_NAMES.filter((known) => known.includes(only ?? ''))) {
  const startedAt = performance.now()
  results = { ...results, [name]: await SCENARIOS[name]() }
  console.log(`${name}: measured in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
}

const targets = judgeSync(results)
printTargets(targets)
writeJson(json, { environment, results, targets })
if (only === undefined)
  writeBenchmarks(BENCHMARKS_PAGE, 'Sync', describeSync({ environment, results, targets }))
