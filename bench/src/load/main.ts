import { parseBenchOptions } from '../bench-options.ts'
import { currentEnvironment, installedVersion } from '../environment.ts'
import type { Contender } from '../evaluation/contender.ts'
import type { ContenderId } from '../evaluation/contenders/contenders.ts'
import { loadContender, PEER_IDS } from '../evaluation/contenders/contenders.ts'
import { printTargets } from '../target.ts'
import { BENCHMARKS_PAGE, writeBenchmarks, writeJson } from '../write-benchmarks.ts'
import { describeLoad } from './describe-load.ts'
import type { LoadResult } from './measure-load.ts'
import { measureLoad } from './measure-load.ts'
import { judgeLoad } from './targets.ts'

const OURS: ContenderId = 'evenkeel'

const { json, only, rounds } = parseBenchOptions(process.argv.slice(2))
const environment = currentEnvironment(new Date())
const results = new Map<Contender, LoadResult>()
const figures: Partial<Record<ContenderId, LoadResult>> = {}

for (const id of [OURS, ...PEER_IDS].filter((known) => known.includes(only ?? ''))) {
  const contender = await loadContender(id)
  const result = await measureLoad(id, contender, rounds)
  results.set(contender, result)
  figures[id] = result
  const { firstEvaluationMs, jsonParseMs, heapBytesPerFlag } = result
  const ratio = (firstEvaluationMs / jsonParseMs).toFixed(2)
  console.log(
    `${id.padEnd(16)} ${firstEvaluationMs.toFixed(1).padStart(8)} ms, ${ratio} times JSON.parse, ${heapBytesPerFlag} bytes a flag`,
  )
}

const ours = figures[OURS]
const targets = ours === undefined ? [] : judgeLoad(ours)
printTargets(targets)
writeJson(json, {
  environment,
  rounds,
  versions: Object.fromEntries(
    [...results.keys()].map(({ package: name }) => [name, installedVersion(name)]),
  ),
  results: figures,
  targets,
})
if (only === undefined)
  writeBenchmarks(BENCHMARKS_PAGE, 'Load', describeLoad({ environment, rounds, results, targets }))
