import { isDeepStrictEqual } from 'node:util'
import type { BenchContext, WorkloadName } from './workloads.ts'
import {
  COUNTRIES,
  MEMBERS,
  MEMBERS_VALUE,
  NO_TIER,
  OTHERS_VALUE,
  PERCENT,
  SPLIT,
  TENANT_RULES,
} from './workloads.ts'

/** How far a share of 1,000 subjects may be from its percentage, in points: about three and a half deviations. */
const MOST_POINTS_OFF = 5.5

const members: ReadonlySet<string> = new Set(MEMBERS)
const tiers: ReadonlyMap<string, string> = new Map(TENANT_RULES)

/** What the answer has to be; of shares only how many get what is the workload's. */
const EXPECTED: Readonly<Partial<Record<WorkloadName, (context: BenchContext) => unknown>>> = {
  W1: () => true,
  W2: ({ plan, country, appVersion }) =>
    plan === 'pro' && COUNTRIES.includes(country) && isRecent(appVersion),
  W4: ({ tenant }) => tiers.get(tenant) ?? NO_TIER,
  W5: ({ targetingKey }) => (members.has(targetingKey) ? MEMBERS_VALUE : OTHERS_VALUE),
}

const SHARES: Readonly<
  Partial<Record<WorkloadName, readonly (readonly [value: unknown, percent: number])[]>>
> = {
  W3: [
    [true, PERCENT],
    [false, 100 - PERCENT],
  ],
  W3s: SPLIT,
}

/** Throws an Error that says which answer is wrong. */
export function verifyAnswers(
  workload: WorkloadName,
  contexts: readonly BenchContext[],
  answers: readonly unknown[],
): void {
  const expected = EXPECTED[workload]
  const shares = SHARES[workload]
  if (expected) {
    for (const [index, context] of contexts.entries())
      verifyAnswer(context, answers[index], expected(context))
  }
  for (const [value, percent] of shares ?? []) verifyShare(answers, value, percent)
}

function verifyAnswer(context: BenchContext, answer: unknown, expected: unknown): void {
  if (isDeepStrictEqual(answer, expected)) return
  throw new Error(
    `for ${JSON.stringify(context)} the answer is ${JSON.stringify(answer)}, not ${JSON.stringify(expected)}`,
  )
}

function verifyShare(answers: readonly unknown[], value: unknown, percent: number): void {
  const share = (100 * answers.filter((answer) => answer === value).length) / answers.length
  if (Math.abs(share - percent) <= MOST_POINTS_OFF) return
  throw new Error(`${share} % get ${JSON.stringify(value)}, where ${percent} % should`)
}

/** At least 2.1.0, for versions of three numbers. */
function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 2 || (major === 2 && minor >= 1)
}
