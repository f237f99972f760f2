import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { SnapshotSegment } from '../snapshot/snapshot.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import { createEvaluator } from './evaluator.ts'

describe('a segment', () => {
  const segment = aSegment({
    if: ['=', ['.', 'plan'], 'pro'],
    include: ['in', '7', 'both'],
    exclude: ['out', 'both'],
  })

  it.each<[context: object, member: boolean]>([
    [{ targetingKey: 'in' }, true],
    [{ targetingKey: 7 }, true],
    [{ targetingKey: 'x', plan: 'pro' }, true],
    [{ plan: 'pro' }, true],
    [{ targetingKey: 'x' }, false],
    [{ targetingKey: 'out', plan: 'pro' }, false],
    [{ targetingKey: 'both' }, false],
    [{}, false],
  ])('holds %j: %s', (context, member) => {
    expect(isIn('s', { s: segment }, context as EvaluationContext)).toBe(member)
  })

  it('finds keys by their path, and may use other segments', () => {
    const segments = {
      s: aSegment({ if: ['$segment', 'acme'], exclude: ['mallory'] }),
      acme: aSegment({ by: ['company', 'id'], include: ['acme'] }),
    }

    expect(isIn('s', segments, { company: { id: 'acme' } })).toBe(true)
    expect(isIn('s', segments, { company: { id: 'other' } })).toBe(false)
    expect(isIn('s', segments, { targetingKey: 'mallory', company: { id: 'acme' } })).toBe(false)
  })

  it('is asked once in an evaluation, however often it is used', () => {
    let reads = 0
    const segments = {
      s: aSegment({ if: ['and', ['$segment', 't'], ['$segment', 't'], ['$not', ['$segment', 'u']]] }),
      t: aSegment({ if: ['=', ['.', 'plan'], 'pro'] }),
      u: aSegment({ if: ['$not', ['$segment', 't']] }),
    }
    const context = {
      get plan() {
        reads++
        return 'pro'
      },
    }

    expect(isIn('s', segments, context)).toBe(true)
    expect(reads).toBe(1)
  })
})

function isIn(name: string, segments: Record<string, SnapshotSegment>, context: EvaluationContext): boolean {
  const flags = { flag: aFlag({ rules: [aRule({ if: ['$segment', name] })] }) }
  const evaluator = createEvaluator({ snapshot: aSnapshot({ flags, segments }), now: () => 0 })
  return evaluator.evaluate('flag', 'boolean', false, context).value
}
