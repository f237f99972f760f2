import { createEvaluator } from '../evaluation/evaluator.ts'
import type { ResolutionDetails } from '../evaluation/resolution-details.ts'
import type { JsonValue } from '../json.ts'
import type { FlagTest, FlagTestCase } from '../manifest/kinds/flag-test.ts'
import type { ManifestDocument } from '../manifest/manifest.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { FlagTestResult } from './flag-test-result.ts'

/** Snapshots by environment, without any overrides: flag tests see Git only. */
export type Snapshots = ReadonlyMap<string, Snapshot>

/** Evaluates every case as a service in its environment would, at the case's `at`. */
export function runFlagTests(
  documents: readonly ManifestDocument<FlagTest>[],
  snapshots: Snapshots,
): readonly FlagTestResult[] {
  const evaluations = new Map(Array.from(snapshots, ([name, snapshot]) => [name, evaluationOf(snapshot)]))
  return documents.flatMap((document) =>
    document.manifest.cases.map((testCase, index) => {
      const evaluate = evaluations.get(testCase.environment)
      if (evaluate === undefined) throw new Error(`There is no snapshot of ${testCase.environment}`)
      const details = evaluate(document.manifest.flag, testCase)
      return { document, index, details, passed: isAsExpected(testCase, details) }
    }),
  )
}

type Evaluation = (flag: string, testCase: FlagTestCase) => ResolutionDetails<JsonValue>

function evaluationOf(snapshot: Snapshot): Evaluation {
  let now = 0
  const evaluator = createEvaluator({ snapshot, now: () => now })
  return (flag, { at = 0, context }) => {
    now = at
    return evaluator.evaluate<JsonValue>(flag, 'any', null, context)
  }
}

function isAsExpected({ expect }: FlagTestCase, { variant, reason }: ResolutionDetails<unknown>): boolean {
  return variant === expect.variant && (expect.reason === undefined || reason === expect.reason)
}
