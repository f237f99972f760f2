import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Snapshot, SnapshotFlag, SnapshotSegment } from '../snapshot/snapshot.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import { createEvaluator, type Evaluator } from './evaluator.ts'

const COMMIT = 'c0ffee'.padEnd(40, '0')
const revision = { revision: '1.1', commit: COMMIT }

function anEvaluator(
  flags: Readonly<Record<string, SnapshotFlag>>,
  { segments = {}, now = () => 0 }: { segments?: Record<string, SnapshotSegment>; now?: () => number } = {},
): Evaluator {
  return createEvaluator({ snapshot: aSnapshot({ flags, segments }), now })
}

function evaluate(flag: SnapshotFlag, context: EvaluationContext = {}) {
  return anEvaluator({ flag }).evaluate('flag', 'any', 'code default', context)
}

const proOnly = aRule({ name: 'pro', if: ['=', ['.', 'plan'], 'pro'] })
const half = { by: ['targetingKey'], seed: 'flag', percent: 50_000 }

describe('a flag that cannot be evaluated gives the default of the code', () => {
  it('when there is no such flag', () => {
    expect(anEvaluator({}).evaluate('flag', 'boolean', true, {})).toEqual({
      value: true,
      reason: 'ERROR',
      errorCode: 'FLAG_NOT_FOUND',
      errorMessage: 'there is no flag "flag" in production',
      flagMetadata: revision,
    })
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(anEvaluator({}).evaluate(key, 'any', 0, {}).errorCode).toBe('FLAG_NOT_FOUND')
    }
  })

  it('when another type is asked for', () => {
    const details = anEvaluator({ flag: aFlag({ rules: [proOnly] }) }).evaluate('flag', 'string', 'x', {})

    expect(details).toEqual({
      value: 'x',
      reason: 'ERROR',
      errorCode: 'TYPE_MISMATCH',
      errorMessage: '"flag" is a boolean flag, not a string flag',
      flagMetadata: revision,
    })
  })

  it.each<[what: string, flag: SnapshotFlag]>([
    ['a variant it does not have', aFlag({ defaultVariant: 'toString' })],
    ['a function that is unknown', aFlag({ rules: [aRule({ if: ['$unknown', 1] })] })],
    ['a segment that is missing', aFlag({ rules: [aRule({ if: ['$segment', 'missing'] })] })],
    ['a split without bucketing', aFlag({ rules: [aRule({ outcome: { split: [['on', 100_000]] } })] })],
    [
      'weights that do not add up',
      aFlag({ rules: [aRule({ bucketing: half, outcome: { split: [['on', 0]] } })] }),
    ],
  ])('when the flag has %s', (_what, flag) => {
    const subjects = Array.from({ length: 8 }, (_, i) => ({ targetingKey: `u-${i}` }))
    const codes = subjects.map((subject) => evaluate(flag, subject))

    expect(codes).toContainEqual(
      expect.objectContaining({ value: 'code default', reason: 'ERROR', errorCode: 'GENERAL' }),
    )
  })

  const secretive: unknown = new Proxy({}, { getPrototypeOf: () => fail(new Error('not today')) })

  it.each<[what: string, context: object]>([
    ['has a getter that throws', withPlan(() => fail(new Error('not today')))],
    ['has a getter that throws nothing of use', withPlan(() => fail(undefined))],
    ['has a getter that throws what cannot be looked at', withPlan(() => fail(secretive))],
    [
      'is a proxy that throws',
      new Proxy({}, { getOwnPropertyDescriptor: () => fail(new Error('not today')) }),
    ],
    ['has a list in itself', { plan: selfContaining() }],
    ['is missing', null as unknown as object],
  ])('when the context %s', (_what, context) => {
    const flag = aFlag({ rules: [aRule({ if: ['in', 'pro', ['.', 'plan']] })] })

    expect(evaluate(flag, context as EvaluationContext)).toEqual({
      value: 'code default',
      reason: 'ERROR',
      errorCode: 'GENERAL',
      errorMessage: expect.stringMatching(/^the evaluation failed: ./) as string,
      flagMetadata: revision,
    })
  })

  it('when segments or prerequisites refer to themselves', () => {
    const segments = {
      a: aSegment({ if: ['$segment', 'b'] }),
      b: aSegment({ if: ['$segment', 'a'] }),
    }
    const needsEachOther = (flag: string) => aFlag({ prerequisites: [{ flag, variants: ['on'] }] })
    const evaluator = anEvaluator(
      {
        x: needsEachOther('y'),
        y: needsEachOther('x'),
        z: aFlag({ rules: [aRule({ if: ['$segment', 'a'] })] }),
      },
      { segments },
    )

    for (const key of ['x', 'y', 'z']) {
      expect(evaluator.evaluate(key, 'any', 0, {})).toMatchObject({ value: 0, errorCode: 'GENERAL' })
    }
  })
})

describe('what an evaluator gives back', () => {
  const palette = { colours: ['red', { name: 'blue' }], nested: { deep: [1] } }
  const objectFlag = aFlag({ type: 'object', variants: { on: palette, off: {} }, rules: [aRule()] })

  it('is frozen at every depth', () => {
    const details = evaluate(objectFlag)

    expect(details.value).toEqual(palette)
    expect(isDeeplyFrozen(details)).toBe(true)
    expect(Object.isFrozen(evaluate(aFlag(), {}))).toBe(true)
    expect(Object.isFrozen(anEvaluator({}).evaluate('flag', 'any', 0, {}))).toBe(true)
  })

  it('is the same object for the same outcome', () => {
    const evaluator = anEvaluator({ flag: aFlag({ rules: [proOnly, aRule({ bucketing: half })] }) })
    const contexts = [{ plan: 'pro' }, {}, { targetingKey: 'u-1' }, { targetingKey: 'u-2' }]

    for (const context of contexts) {
      const details = evaluator.evaluate('flag', 'boolean', false, context)
      expect(evaluator.evaluate('flag', 'boolean', false, { ...context })).toBe(details)
    }
  })

  it('is right even when reading the context evaluates a flag', () => {
    const pro = aSegment({ if: ['=', ['.', 'plan'], 'pro'] })
    const segments = { before: pro, after: pro }
    const asked = [
      'and',
      ['$segment', 'before'],
      ['=', ['.', 'beta'], false],
      ['$segment', 'before'],
    ] as const
    const flag = aFlag({ rules: [aRule({ if: [...asked, ['$segment', 'after']] })] })
    const evaluator = anEvaluator({ flag }, { segments })
    const context = {
      plan: 'pro',
      get beta() {
        return evaluator.evaluate('flag', 'boolean', true, { plan: 'free', beta: false }).value
      },
    }

    expect(evaluator.evaluate('flag', 'boolean', false, context)).toMatchObject({
      value: true,
      variant: 'on',
    })
  })
})

it('never throws, whatever the context', () => {
  const snapshot: Snapshot = aSnapshot({
    flags: {
      flag: aFlag({
        rules: [
          aRule({ if: ['or', ['<', ['.', 'a'], ['.', 'b']], ['=', ['.', 'a'], ['.', 'b', 'c']]] }),
          aRule({ if: ['and', ['in', 'x', ['.', 'a', 'b']], ['$contains', ['$string', ['.', 'b']], 'y']] }),
          aRule({ bucketing: { by: ['a', 'b'], seed: 's', percent: 10_000 } }),
        ],
      }),
    },
  })
  const evaluator = createEvaluator({ snapshot, now: () => 0 })
  const anything = fc.anything({
    key: fc.constantFrom('a', 'b', 'c', '__proto__', 'toString'),
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
    withBoxedValues: true,
    maxDepth: 4,
  })
  const contexts = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), anything)
  fc.assert(
    fc.property(contexts, (context) => {
      const details = evaluator.evaluate('flag', 'boolean', true, context)
      expect('errorCode' in details).toBe(details.reason === 'ERROR')
      expect(typeof details.value).toBe('boolean')
    }),
    { numRuns: 2000 },
  )
  expect(Object.keys(Object.prototype)).toEqual([])
})

function withPlan(plan: () => unknown): object {
  return Object.defineProperty({}, 'plan', { get: plan, enumerable: true })
}

function fail(thrown: unknown): never {
  throw thrown
}

function selfContaining(): unknown[] {
  const list: unknown[] = []
  list.push(list)
  return list
}

function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen)
}
