import { nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import {
  conformanceTree,
  loadConformanceFiles,
  type ConformanceCase,
  type ConformanceFile,
} from '../../../test/conformance/load-conformance-files.ts'
import { admitTree } from '../admission/admit-tree.ts'
import { compileSnapshot } from '../snapshot/compile/compile-snapshot.ts'
import { createEvaluator, type Evaluator } from './evaluator.ts'

describe.each(loadConformanceFiles())('$topic: $description', (file) => {
  it.each(file.cases)('$name', async (conformanceCase) => {
    const { flag, type, default: defaultValue, context, expect: expected } = conformanceCase
    const evaluator = await evaluatorFor(file, conformanceCase)

    const { flagMetadata, ...details } = evaluator.evaluate(flag, type, defaultValue, context)

    const { value, variant, reason, errorCode } = details
    expect({ value, variant: variant ?? null, reason, errorCode }).toEqual({
      value: expected.value,
      variant: expected.variant,
      reason: expected.reason,
      errorCode: expected.errorCode,
    })
    const metadata: Readonly<Record<string, unknown>> = { ...flagMetadata }
    for (const [key, held] of Object.entries(expected.flagMetadata)) expect(metadata[key] ?? null).toBe(held)
  })

  it('names every case once', () => {
    const names = file.cases.map(({ name }) => name)

    expect(new Set(names).size).toBe(names.length)
  })
})

const admitted = new Map<string, ReturnType<typeof admit>>()

async function evaluatorFor(file: ConformanceFile, { environment, at }: ConformanceCase): Promise<Evaluator> {
  const manifests = await (admitted.get(file.topic) ?? admit(file))
  const overrides = new Map(environment === 'production' ? Object.entries(file.overrides) : [])
  const snapshot = compileSnapshot({
    manifests,
    environment,
    overrides,
    commit: 'c0ffee'.padEnd(40, '0'),
    epoch: 1,
    sequence: 1,
    sha256: nodePlatform.sha256,
  })
  return createEvaluator({ snapshot, now: () => Date.parse(at ?? '2026-06-01T00:00:00Z') })
}

function admit(file: ConformanceFile) {
  const admission = admitTree(conformanceTree(file), nodePlatform).then(({ manifests, issues }) => {
    if (manifests === undefined)
      throw new Error(issues.map(({ file, message }) => `${file}: ${message}`).join('\n'))
    return manifests
  })
  admitted.set(file.topic, admission)
  return admission
}
