import type { Operation } from '@evenkeel/core/compilation'
import type { SnapshotFlag } from '@evenkeel/core/snapshot'
import { aFlag, aRule } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aBase } from '../base/a-base.ts'
import { anInlinePreparer, aPreparation, type RevisionParts } from '../a-revision.ts'

const KEYS = ['a', 'b', 'c', 'd'] as const
const RULES = ['staff', 'ramp'] as const
const STATES = ['ENABLED', 'DISABLED'] as const

const rule = (name: string) =>
  fc
    .record({ percent: fc.constantFrom(0, 25_000, undefined), serve: fc.constantFrom('on', 'off') })
    .map(({ percent, serve }) =>
      aRule({
        name,
        outcome: { serve },
        ...(percent !== undefined && {
          bucketing: { by: ['targetingKey'], seed: `seed/${name}`, percent },
        }),
      }),
    )

/** Enough for a content that is packed in blocks; the first ends at the line of other-75. */
const LONG = aFlag({ type: 'string', variants: { on: 'x'.repeat(4_000), off: '' }, rules: [aRule()] })
const OTHERS = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`other-${n}`, LONG] as const))
const END_OF_BLOCK = Buffer.of(0, 0, 0xff, 0xff)

/** A flag may have the one before it as a prerequisite, so there is no cycle. */
const flag = (key: string): fc.Arbitrary<SnapshotFlag> =>
  fc
    .record({
      state: fc.constantFrom(...STATES),
      rules: fc.subarray([...RULES]).chain((names) => fc.tuple(...names.map(rule))),
      needs: fc.constantFrom(undefined, ...KEYS.filter((other) => other < key)),
    })
    .map(({ state, rules, needs }) =>
      aFlag({ state, rules, prerequisites: needs === undefined ? [] : [{ flag: needs, variants: ['on'] }] }),
    )

const value = fc.record({ limit: fc.integer({ min: 0, max: 200 }) })
const base = fc
  .record({
    flags: fc.tuple(...KEYS.map(flag)),
    limit: value,
    isLarge: fc.boolean(),
    companion: fc.boolean(),
  })
  .map(({ flags, limit, isLarge, companion }) => {
    return aBase({
      flags: {
        ...Object.fromEntries(KEYS.map((key, n) => [key, flags[n]!] as const)),
        ...(isLarge && OTHERS),
      },
      configs: { limits: { value: limit, schema: { properties: { limit: { maximum: 100 } } } } },
      ...(!companion && { companion: false }),
    })
  })

const flagOperation = fc
  .record({
    flag: fc.constantFrom(...KEYS, 'gone'),
    part: fc.oneof(
      fc.record({ variant: fc.constantFrom('on', 'off', 'gone') }),
      fc.record({ state: fc.constantFrom(...STATES) }),
      fc.record({
        percent: fc.record({
          rule: fc.constantFrom(...RULES, 'gone'),
          share: fc.constantFrom(0, 50_000, 100_000),
        }),
      }),
    ),
  })
  .map(({ flag, part }): Operation => ({ id: `on-${flag}`, flag, ...part }))

const configOperation = fc
  .record({ config: fc.constantFrom('limits', 'gone'), patch: value })
  .map(({ config, patch }): Operation => ({ id: `on-${config}`, config, patch }))

const operations = fc.uniqueArray(fc.oneof(flagOperation, configOperation), { selector: ({ id }) => id })

const payloadOf = async (parts: RevisionParts) => (await aPreparation(parts)).revision.snapshot.payload

describe('whatever the base and the operations', () => {
  it('is tried with a content of several blocks too', () => {
    expect(Buffer.from(aBase({ flags: OTHERS }).content).includes(END_OF_BLOCK)).toBe(true)
  })

  it('reads back what was prepared', async () => {
    await fc.assert(
      fc.asyncProperty(base, operations, async (base, operations) => {
        const prepared = await aPreparation({ base, operations })

        const read = await anInlinePreparer().read(prepared.revision)

        expect(read.dormant).toEqual(prepared.dormant)
        expect(Buffer.compare(read.text, prepared.text)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it('gives the same bytes whatever the order of the operations and whatever was prepared before', async () => {
    await fc.assert(
      fc.asyncProperty(base, operations, operations, async (base, operations, others) => {
        const stamp = { epoch: 1, sequence: 1, publishedAt: new Date('2026-11-01T00:00:00Z') }
        const preparer = anInlinePreparer()
        await preparer.prepare(base, others, stamp)

        const { revision } = await preparer.prepare(base, operations.toReversed(), stamp)

        expect(Buffer.compare(revision.snapshot.payload, await payloadOf({ base, operations }))).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it('gives the bytes of the base alone once all operations are lifted', async () => {
    await fc.assert(
      fc.asyncProperty(base, operations, async (base, operations) => {
        const stamp = { epoch: 1, sequence: 1, publishedAt: new Date('2026-11-01T00:00:00Z') }
        const preparer = anInlinePreparer()
        const before = await preparer.prepare(base, [], stamp)
        await preparer.prepare(base, operations, stamp)

        const { revision } = await preparer.prepare(base, [], stamp)

        expect(revision).toEqual(before.revision)
      }),
      { numRuns: 30 },
    )
  })
})
