import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression } from '../../expression/expression.ts'
import type { SnapshotRule } from '../../snapshot/snapshot.ts'
import type { EvaluationContext } from '../evaluation-context.ts'
import { createEvaluator } from '../evaluator.ts'

const NOW = 1_000

/** Few, so that rules and contexts meet; those that are alike to some comparisons among them. */
const literal = fc.constantFrom('a', 'b', 'c', '', '0', 0, 1, true, false, null)
const PATHS: readonly Expression[] = [
  ['.', 'tenant'],
  ['.', 'tenant', 'name'],
  ['.', 'tenant,name'],
]
const membershipOf = (path: Expression) =>
  fc.oneof(
    literal.map((value): Expression => ['=', path, value]),
    fc.array(literal, { maxLength: 12 }).map((values): Expression => ['in', path, ['[]', ...values]]),
  )
const other = fc.constantFrom<Expression>(['!=', ['.', 'tenant'], 'a'], ['$exists', ['.', 'plan']], true)
const ruleOf = (condition: fc.Arbitrary<Expression>) =>
  fc.record({
    if: condition,
    outcome: fc.constantFrom({ serve: 'on' }, { serve: 'off' }),
    bucketing: fc.constantFrom(undefined, { by: ['targetingKey'], seed: 'seed', percent: 50_000 }),
    during: fc.constantFrom(...Array.from({ length: 12 }, () => undefined), { from: NOW }, { from: NOW + 1 }),
  })
/** Some that compare one attribute, and then any. */
const rules = fc
  .constantFrom(...PATHS)
  .chain((path) =>
    fc.tuple(
      fc.array(ruleOf(membershipOf(path)), { minLength: 3, maxLength: 8 }),
      fc.array(ruleOf(fc.oneof(other, ...PATHS.map(membershipOf))), { maxLength: 4 }),
    ),
  )
  .map((parts) => parts.flat().map((part, i) => ({ ...part, name: `rule-${i}` }) as SnapshotRule))

const tenant = fc.oneof(
  literal,
  fc.constantFrom(undefined, -0, NaN, ['a'], ['a', 'b'], new Date(0)),
  fc.record({ name: literal }),
)
const context = fc.record(
  {
    tenant,
    'tenant,name': literal,
    plan: fc.constant('pro'),
    targetingKey: fc.constantFrom('u-1', 'u-2', 'u-3'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<EvaluationContext>

describe('rules that are found by the value of an attribute', () => {
  it('decide as if they were looked at one after the other', () => {
    fc.assert(
      fc.property(rules, context, (written, subject) => {
        expect(detailsOf(written, subject)).toEqual(detailsOf(written.map(unindexed), subject))
      }),
      { numRuns: 2_000 },
    )
  })

  it('read the attribute once', () => {
    let reads = 0
    const tenants = Array.from({ length: 50 }, (_, i) => `tenant-${i}`)
    const subject = Object.defineProperty({}, 'tenant', {
      enumerable: true,
      get: () => `tenant-${40 + 0 * reads++}`,
    })
    const written = tenants.map((name) => aRule({ name, if: ['=', ['.', 'tenant'], name] }))
    expect(detailsOf(written, subject).flagMetadata.ruleName).toBe('tenant-40')
    expect(reads).toBe(1)
  })

  it('are not looked for before their time has come', () => {
    const subject = Object.defineProperty({}, 'tenant', {
      enumerable: true,
      get: () => {
        throw new Error('it was read')
      },
    })
    const written = Array.from({ length: 5 }, () =>
      aRule({ if: ['=', ['.', 'tenant'], 'a'], during: { from: NOW + 1 } }),
    )
    expect(detailsOf(written, subject)).toMatchObject({ reason: 'DEFAULT' })
  })

  it('are told apart by paths that look alike', () => {
    const name = aRule({ name: 'name', if: ['=', ['.', 'tenant', 'name'], 'a'] })
    const comma = aRule({ name: 'comma', if: ['=', ['.', 'tenant,name'], 'a'] })
    const subject = { 'tenant,name': 'a' }
    expect(detailsOf([name, name, name, name, comma], subject).flagMetadata.ruleName).toBe('comma')
  })
})

/** The same condition in a form that no index is made for. */
function unindexed(written: SnapshotRule): SnapshotRule {
  return written.if === undefined ? written : { ...written, if: ['or', written.if, written.if] }
}

function detailsOf(written: readonly SnapshotRule[], subject: EvaluationContext) {
  const snapshot = aSnapshot({ flags: { flag: aFlag({ rules: written }) } })
  return createEvaluator({ snapshot, now: () => NOW }).evaluate('flag', 'boolean', false, subject)
}
