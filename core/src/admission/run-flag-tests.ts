import { createEvaluator } from '../evaluation/evaluator.ts'
import type { ResolutionDetails } from '../evaluation/resolution-details.ts'
import type { JsonValue } from '../json.ts'
import type { FlagTest, FlagTestCase } from '../manifest/kinds/flag-test.ts'
import type { ManifestDocument } from '../manifest/kinds.ts'
import { parseSnapshot } from '../snapshot/lines/parse-snapshot.ts'
import type { CompiledEnvironment } from './compile-environments.ts'
import type { FlagTestResult } from './flag-test-result.ts'

/** Evaluates every case as a service in its environment would, at the case's `at`. Flag tests see Git only. */
export function runFlagTests(
  documents: readonly ManifestDocument<FlagTest>[],
  environments: ReadonlyMap<string, CompiledEnvironment>,
): readonly FlagTestResult[] {
  const evaluations = new Map<string, Evaluation>()
  const evaluationIn = (name: string): Evaluation => {
    const environment = environments.get(name)
    if (environment === undefined) throw new Error(`There is no compilation of ${name}`)
    const evaluation = evaluations.get(name) ?? evaluationOf(environment)
    evaluations.set(name, evaluation)
    return evaluation
  }
  return documents.flatMap((document) =>
    document.manifest.cases.map((testCase, index) => {
      const details = evaluationIn(testCase.environment)(document.manifest.flag, testCase)
      return { document, index, details, passed: isAsExpected(testCase, details) }
    }),
  )
}

type Evaluation = (flag: string, testCase: FlagTestCase) => ResolutionDetails<JsonValue>

function evaluationOf({ header, compilation }: CompiledEnvironment): Evaluation {
  const snapshot = parseSnapshot(header + compilation.content)
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
