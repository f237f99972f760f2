import { describe, expect, it } from 'vitest'
import { conformanceSnapshots } from '../../../test/conformance/conformance-snapshots.ts'
import {
  loadConformanceFiles,
  type ConformanceCase,
  type ConformanceFile,
} from '../../../test/conformance/load-conformance-files.ts'
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

const compiled = new Map<string, ReturnType<typeof conformanceSnapshots>>()

async function evaluatorFor(file: ConformanceFile, { environment, at }: ConformanceCase): Promise<Evaluator> {
  const snapshots = compiled.get(file.topic) ?? conformanceSnapshots(file)
  compiled.set(file.topic, snapshots)
  const snapshot = (await snapshots).get(environment)!
  return createEvaluator({ snapshot, now: () => Date.parse(at ?? '2026-06-01T00:00:00Z') })
}
