import { admitTree } from '@evenkeel/core/admission'
import type { Operation } from '@evenkeel/core/compilation'
import { compileEnvironment } from '@evenkeel/core/compilation'
import { createEvaluator, type Evaluator } from '@evenkeel/core/evaluation'
import { parseSnapshot, type SnapshotOverride } from '@evenkeel/core/snapshot'
import { describe, it } from 'vitest'
import { expectDetails } from '../../../test/conformance/expect-details.ts'
import {
  type ConformanceFile,
  conformanceTree,
  loadConformanceFiles,
} from '../../../test/conformance/load-conformance-files.ts'
import { nodePlatform } from '../node-platform.ts'
import { keep } from './base/a-base.ts'
import { aPreparation } from './a-revision.ts'

/** Operators have no operation for rules of their own. */
const isAskable = (override: SnapshotOverride | undefined) => override === undefined || !('rules' in override)

describe.each(loadConformanceFiles())('prepared, $topic: $description', (file) => {
  const prepared = new Map<string, Promise<Evaluator>>()
  let nowMs = 0

  const evaluatorOf = (environment: string) => {
    const evaluator = prepared.get(environment) ?? prepare(file, environment, () => nowMs)
    prepared.set(environment, evaluator)
    return evaluator
  }

  it.each(file.cases.filter(({ flag }) => isAskable(file.overrides[flag])))('$name', async (one) => {
    nowMs = Date.parse(one.at ?? '2026-06-01T00:00:00Z')
    const evaluator = await evaluatorOf(one.environment)

    expectDetails(evaluator.evaluate(one.flag, one.type, one.default, one.context), one.expect)
  })
})

async function prepare(file: ConformanceFile, environment: string, now: () => number): Promise<Evaluator> {
  const { manifests, issues } = await admitTree(conformanceTree(file), nodePlatform)
  if (manifests === undefined) throw new Error(JSON.stringify(issues))
  const commit = 'c0ffee'.padEnd(40, '0')
  const compilation = compileEnvironment({ manifests, environment, commit, sha256: nodePlatform.sha256 })
  const operations = environment === 'production' ? operationsOf(file) : []
  const { text } = await aPreparation({ base: keep(compilation), operations })
  return createEvaluator({ snapshot: parseSnapshot(new TextDecoder().decode(text)), now })
}

const operationsOf = ({ overrides }: ConformanceFile): readonly Operation[] =>
  Object.entries(overrides).flatMap(([flag, override]) =>
    'rules' in override ? [] : [{ flag, ...override }],
  )
