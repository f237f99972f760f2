import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { readableSnapshot } from './readable-snapshot.ts'

describe('readableSnapshot', () => {
  it('is one JSON document in the words of the manifests', () => {
    const snapshot = aSnapshot({
      flags: {
        'checkout-redesign': aFlag({
          prerequisites: [{ flag: 'new-cart', variants: ['on'] }],
          rules: [
            aRule({ name: 'staff', if: ['$endsWith', ['.', 'email'], '@example.com'] }),
            aRule({
              name: 'eu-ramp',
              if: ['and', ['$segment', 'eu'], ['=', ['.', 'plan'], 'pro']],
              during: { from: Date.parse('2026-12-01T08:00:00Z'), until: Date.parse('2027-01-01T00:00:00Z') },
              bucketing: { by: ['company', 'post code'], seed: 'checkout-2026', percent: 12_345 },
            }),
            aRule({
              name: 'wording',
              slot: { by: ['visit'], seed: 'group/tests', from: 20_000, until: 53_333 },
              bucketing: { by: ['targetingKey'], seed: 'checkout-redesign', percent: 100_000 },
              outcome: {
                split: [
                  ['on', 33_333],
                  ['off', 66_667],
                ],
              },
            }),
          ],
          override: { id: 'o-1', state: 'ENABLED' },
        }),
      },
      segments: { eu: aSegment({ if: ['in', ['.', 'country'], ['[]', 'DE', 'FR']], exclude: ['eve'] }) },
      configs: { limits: { perMinute: 60 } },
    })

    const readable = readableSnapshot(snapshot)

    expect(JSON.parse(JSON.stringify(readable))).toEqual(readable)
    expect(readable).toEqual({
      formatVersion: 1,
      environment: 'production',
      scope: 'default',
      revision: snapshot.revision,
      contentHash: snapshot.contentHash,
      boundaries: [
        { at: '2026-12-01T08:00:00.000Z', flags: ['checkout-redesign'] },
        { at: '2027-01-01T00:00:00.000Z', flags: ['checkout-redesign'] },
      ],
      flags: {
        'checkout-redesign': {
          type: 'boolean',
          state: 'ENABLED',
          variants: { on: true, off: false },
          defaultVariant: 'off',
          disabledVariant: 'off',
          prerequisites: [{ flag: 'new-cart', variants: ['on'] }],
          rules: [
            { name: 'staff', if: '$endsWith(email, "@example.com")', percent: 100, serve: 'on' },
            {
              name: 'eu-ramp',
              if: '$segment("eu") and plan = "pro"',
              during: { from: '2026-12-01T08:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
              percent: 12.345,
              by: 'company.`post code`',
              seed: 'checkout-2026',
              serve: 'on',
            },
            {
              name: 'wording',
              slot: { group: 'tests', by: 'visit', from: 20, until: 53.333 },
              percent: 100,
              by: 'targetingKey',
              seed: 'checkout-redesign',
              split: [
                { variant: 'on', weight: 33.333 },
                { variant: 'off', weight: 66.667 },
              ],
            },
          ],
          override: { id: 'o-1', state: 'ENABLED' },
        },
      },
      segments: { eu: { if: 'country in ["DE", "FR"]', by: 'targetingKey', include: [], exclude: ['eve'] } },
      configs: { limits: { perMinute: 60 } },
    })
  })

  it.each([
    [{ id: 'o-1', variant: 'off' } as const, { id: 'o-1', variant: 'off' }],
    [
      { id: 'o-1', rules: [aRule()] },
      { id: 'o-1', rules: [{ name: 'everyone', percent: 100, serve: 'on' }] },
    ],
    [
      { id: 'o-1', state: 'ENABLED', rules: [aRule()] } as const,
      { id: 'o-1', state: 'ENABLED', rules: [{ name: 'everyone', percent: 100, serve: 'on' }] },
    ],
  ])('shows whatever an override is of', (override, shown) => {
    expect(readableSnapshot(aSnapshot({ flags: { a: aFlag({ override }) } }))).toMatchObject({
      flags: { a: { override: shown } },
    })
  })

  it('names the configs that an operator overrides, where there are any', () => {
    const snapshot = aSnapshot({ configs: { limits: 1 } })

    expect(readableSnapshot({ ...snapshot, overriddenConfigs: ['limits'] })).toMatchObject({
      overriddenConfigs: ['limits'],
    })
    expect(readableSnapshot(snapshot)).not.toHaveProperty('overriddenConfigs')
  })

  it('shows a share as the percentage that was written', () => {
    const percents = [1, 999, 12_500, 33_333, 57_000, 99_999].map((percent) => {
      const rule = aRule({ bucketing: { by: ['targetingKey'], seed: 's', percent } })
      const { flags } = readableSnapshot(aSnapshot({ flags: { a: aFlag({ rules: [rule] }) } }))
      return (flags as Record<string, { rules: { percent: number }[] }>)['a']!.rules[0]!.percent
    })

    expect(percents).toEqual([0.001, 0.999, 12.5, 33.333, 57, 99.999])
  })
})
