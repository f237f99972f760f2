import { aFlag, aSegment, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Expression } from '../../expression/expression.ts'
import type { JsonObject } from '../../json.ts'
import type { SnapshotFlag, SnapshotRule } from '../../snapshot/snapshot.ts'
import { createEvaluator } from '../evaluator.ts'
import { explainFlag } from './explain-flag.ts'
import type { FlagExplanation, RuleExplanation } from './flag-explanation.ts'

const attribute = fc.constantFrom<Expression>(['.', 'a'], ['.', 'b'], ['.', 'a', 'c'])
const literal = fc.constantFrom<Expression>('x', 'y', 1, 2, true, null)
const operand = fc.oneof(attribute, literal, fc.tuple(fc.constant('$lowercase' as const), attribute))
const comparison = fc.tuple(fc.constantFrom('=', '!=', '<', '>=', 'in'), operand, operand)
const segment = fc.tuple(fc.constant('$segment'), fc.constantFrom('s0', 's1'))

const { condition } = fc.letrec<{ condition: Expression }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison as fc.Arbitrary<Expression>,
    segment as fc.Arbitrary<Expression>,
    fc.tuple(fc.constantFrom('$exists', '$not'), attribute) as fc.Arbitrary<Expression>,
    fc.tuple(fc.constant('$not'), tie('condition')) as fc.Arbitrary<Expression>,
    fc.tuple(fc.constantFrom('and', 'or'), tie('condition'), tie('condition')) as fc.Arbitrary<Expression>,
  ),
}))

const by = fc.constantFrom(['targetingKey'], ['a'], ['b', 'c'])
const share = fc.constantFrom(0, 1, 30_000, 50_000, 99_999, 100_000)
const split: SnapshotRule['outcome'] = {
  split: [
    ['on', 40_000],
    ['off', 60_000],
  ],
}
const bucketing = fc.record({ by, seed: fc.constantFrom('s', 't'), percent: share })
const conditions = {
  if: condition,
  during: fc.record({ from: fc.nat(4), until: fc.nat(4) }, { requiredKeys: [] }),
  slot: fc.record({ by, seed: fc.constant('group/g'), from: share, until: share }),
}
const rule = fc.oneof(
  fc.record(
    { outcome: fc.constantFrom({ serve: 'on' }, { serve: 'off' }), bucketing, ...conditions },
    { requiredKeys: ['outcome'] },
  ),
  fc.record(
    { outcome: fc.constant(split), bucketing, ...conditions },
    { requiredKeys: ['outcome', 'bucketing'] },
  ),
)
const rules = fc
  .array(rule, { maxLength: 4 })
  .map((list): SnapshotRule[] => list.map((parts, index) => ({ name: `r${index}`, ...parts })))
const state = fc.constantFrom('ENABLED', 'ENABLED', 'ENABLED', 'DISABLED', 'ARCHIVED')
const override = fc.oneof(
  fc.record({ id: fc.constant('o'), variant: fc.constant('on') }),
  fc.record({ id: fc.constant('o'), state }),
  fc.record({ id: fc.constant('o'), rules }),
  fc.record({ id: fc.constant('o'), state, rules }),
)
const flagNeeding = (...others: string[]) =>
  fc
    .record(
      {
        rules,
        state,
        disabledVariant: fc.constantFrom('on', 'off'),
        override: fc.option(override, { nil: undefined, freq: 4 }),
        prerequisites: fc.subarray(others).map((flags) => flags.map((flag) => ({ flag, variants: ['on'] }))),
      },
      { requiredKeys: ['rules', 'state', 'disabledVariant', 'prerequisites'] },
    )
    .map(({ override: overriding, ...parts }): SnapshotFlag =>
      aFlag({ ...parts, ...(overriding && { override: overriding }) }),
    )

const keys = fc.array(fc.constantFrom('x', 'y', '1'), { maxLength: 2 })
const segmentOf = (tree: fc.Arbitrary<Expression>) =>
  fc
    .record({ if: tree, include: keys, exclude: keys, by }, { requiredKeys: ['include', 'exclude', 'by'] })
    .map((parts) => aSegment(parts))

const snapshot = fc
  .record({
    flags: fc.record({ f: flagNeeding('g', 'h', 'gone'), g: flagNeeding('h'), h: flagNeeding() }),
    segments: fc.record({
      s0: segmentOf(condition.filter((tree) => !JSON.stringify(tree).includes('$segment'))),
      s1: segmentOf(condition.filter((tree) => !JSON.stringify(tree).includes('"s1"'))),
    }),
  })
  .map(aSnapshot)

const value = fc.constantFrom('x', 'y', 'X', 1, 2, true, null, '', 1.5)
const context: fc.Arbitrary<JsonObject> = fc.record(
  {
    targetingKey: fc.oneof(fc.string(), value),
    a: fc.oneof(value, fc.record({ c: value }), fc.array(value, { maxLength: 2 })),
    b: fc.oneof(value, fc.record({ c: value })),
  },
  { requiredKeys: [] },
)

/** The rules that the evaluation came to. */
const reached = ({ rules: explained }: FlagExplanation) =>
  explained.filter(({ outcome }) => outcome !== 'not-reached')

const hasNoKey = ({ slot, percent, failedAt }: RuleExplanation) =>
  (failedAt === 'slot' && slot?.bucket === undefined) ||
  (failedAt === 'percent' && percent?.bucket === undefined)

it('says of any flag and context what the evaluator did', () => {
  fc.assert(
    fc.property(snapshot, context, fc.nat(4), (held, subject, now) => {
      const evaluator = createEvaluator({ snapshot: held, now: () => now })
      const explain = (flag: string) => explainFlag({ snapshot: held, flag, context: subject, now })
      const explanation = explain('f')
      const { details, decidedBy, prerequisites } = explanation

      expect(details).toEqual(evaluator.evaluate('f', 'any', null, subject))
      const { ruleName, prerequisite, bucketing: keyless } = details.flagMetadata
      expect(
        explanation.rules.filter(({ outcome }) => outcome === 'matched').map(({ name }) => name),
      ).toEqual(ruleName === undefined ? [] : [ruleName])
      expect(prerequisites.filter(({ outcome }) => outcome === 'unmet').map(({ flag }) => flag)).toEqual(
        prerequisite === undefined ? [] : [prerequisite],
      )
      expect(reached(explanation).some(hasNoKey)).toBe(keyless === 'NO_KEY')
      expect(decidedBy === 'fault').toBe(details.reason === 'ERROR')
      for (const { if: explained } of [...explanation.rules, ...explanation.segments]) {
        if (explained) expect(explained.decidedBy.result === true).toBe(explained.holds)
      }
      for (const { bucket, parts } of explanation.rules.flatMap(({ split: within }) => within ?? [])) {
        const part = parts.find(({ from, until }) => from <= bucket && bucket < until)
        expect(part?.variant).toBe(details.variant)
      }
      expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
    }),
    { numRuns: 2000 },
  )
})
