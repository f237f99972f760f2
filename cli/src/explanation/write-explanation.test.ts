import type { RuleExplanation } from '@evenkeel/core/explain'
import { explainFlag } from '@evenkeel/core/explain'
import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { PLAIN } from '../report/style.ts'
import type { Explanation } from './explanation.ts'
import { writeExplanation } from './write-explanation.ts'

const AT = '2026-11-21T12:00:00.000Z'

const explanation: Explanation = {
  explainedBy: 'config',
  flag: 'checkout',
  environment: 'production',
  at: AT,
  details: { value: false, variant: 'off', reason: 'DEFAULT', flagMetadata: {} },
  decidedBy: 'default',
  prerequisites: [],
  rules: [],
  segments: [],
}

const writtenRule = (rule: Partial<RuleExplanation>) =>
  writeExplanation({ ...explanation, rules: [{ name: 'r', outcome: 'not-matched', ...rule }] }, PLAIN)

describe('an explanation for people', () => {
  it('says what the flag resolves to, then everything that was asked', () => {
    const flags = {
      cart: aFlag({ rules: [aRule()] }),
      pay: aFlag({ state: 'DISABLED' }),
      checkout: aFlag({
        prerequisites: [{ flag: 'cart', variants: ['on'] }],
        rules: [
          aRule({ name: 'eu', if: ['and', ['$segment', 'eu'], ['=', ['.', 'plan'], 'pro']] }),
          aRule({ name: 'rest' }),
          aRule({ name: 'later' }),
        ],
      }),
    }
    const segments = { eu: aSegment({ if: ['in', ['.', 'country'], ['[]', 'DE', 'AT']] }) }
    const explained = explainFlag({
      snapshot: aSnapshot({ flags, segments }),
      flag: 'checkout',
      context: { country: 'FR\u001b[2J', plan: 'pro' },
      now: Date.parse(AT),
    })
    const { revision, commit, ...flagMetadata } = explained.details.flagMetadata
    expect([revision, commit]).not.toContain(undefined)
    const details = { ...explained.details, flagMetadata }

    expect(writeExplanation({ ...explained, details, explainedBy: 'config' }, PLAIN))
      .toBe(`checkout in production (config, at 2026-11-21T12:00:00.000Z)

  value    true
  variant  on
  reason   TARGETING_MATCH  rule rest matched

Prerequisites

  ✓ cart  met: it is on (TARGETING_MATCH, rule everyone)

Rules, the first that matches decides

  ✗ eu     not matched: its condition does not hold
      if  $segment("eu") and plan = "pro"
          $segment("eu") is false: see the segment eu
  ✓ rest   matched
  · later  not asked

Segments

  ✗ eu  the subject is not in it
      if  country in ["DE", "AT"]
          it is false: country is "FR\\u001b[2J"
`)
  })

  it.each<[string, Partial<RuleExplanation>]>([
    [
      'during  from 2026-12-01T00:00:00.000Z until 2027-01-01T00:00:00.000Z; it is 2026-11-21T12:00:00.000Z',
      {
        failedAt: 'during',
        during: { holds: false, from: '2026-12-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
      },
    ],
    [
      'slot  tests, 0 % to 40 %; session.id is missing, so the subject has no key',
      {
        failedAt: 'slot',
        slot: {
          holds: false,
          group: 'tests',
          from: 0,
          until: 40,
          key: { path: 'session.id', found: 'nothing' },
        },
      },
    ],
    [
      'percent  10 %, seed s; targetingKey "u-1" is at 34.125 %',
      {
        failedAt: 'percent',
        percent: {
          holds: false,
          seed: 's',
          percent: 10,
          bucket: 34.125,
          key: { path: 'targetingKey', found: 'value', value: 'u-1' },
        },
      },
    ],
    [
      'percent  10 %, seed s; id 1.5 is no key, which is a string that is not empty, or an integer',
      {
        failedAt: 'percent',
        percent: { holds: false, seed: 's', percent: 10, key: { path: 'id', found: 'value', value: 1.5 } },
      },
    ],
    [
      'split  on 0 % to 50 %, off 50 % to 100 %; the subject is at 61.2 %',
      {
        outcome: 'matched',
        split: {
          bucket: 61.2,
          parts: [
            { variant: 'on', from: 0, until: 50 },
            { variant: 'off', from: 50, until: 100 },
          ],
        },
      },
    ],
    [
      'seats > 10: a value is of a type that does not fit',
      {
        failedAt: 'if',
        if: {
          holds: false,
          source: 'seats > 10',
          decidedBy: {
            source: 'seats > 10',
            result: 'undefined',
            values: [{ path: 'seats', found: 'value', value: 'many' }],
            misfits: ['seats > 10'],
            segments: [],
          },
        },
      },
    ],
  ])('says of a rule: %s', (line, rule) => {
    expect(writtenRule(rule)).toContain(`  ${line}\n`)
  })

  it.each([
    [
      '✗ cart  unmet: it is off (DEFAULT), wants on or beta',
      { outcome: 'unmet', resolved: { variant: 'off', reason: 'DEFAULT' } },
    ],
    [
      '✗ cart  unmet: it is on (DISABLED), wants on or beta, and a disabled flag meets nothing',
      { outcome: 'unmet', resolved: { variant: 'on', reason: 'DISABLED' } },
    ],
    [
      '✗ cart  unmet: it cannot be resolved (ERROR), wants on or beta',
      { outcome: 'unmet', resolved: { reason: 'ERROR' } },
    ],
    ['· cart  not asked; wants on or beta', { outcome: 'not-reached' }],
  ] as const)('says of a prerequisite: %s', (line, prerequisite) => {
    const prerequisites = [{ flag: 'cart', variants: ['on', 'beta'], ...prerequisite }]
    expect(writeExplanation({ ...explanation, prerequisites }, PLAIN)).toContain(`  ${line}\n`)
  })

  it('says which list of a segment decided, and hides what is private', () => {
    const segments = [
      { name: 'a', holds: true, decidedBy: 'include', key: { path: 'id', found: 'private' } },
      { name: 'b', holds: false, decidedBy: 'no-match', key: { path: 'id', found: 'nothing' } },
    ] as const
    const written = writeExplanation({ ...explanation, segments }, PLAIN)
    expect(written).toContain('  ✓ a  the subject is in it\n      key  id private: its key is included\n')
    expect(written).toContain(
      '  ✗ b  the subject is not in it\n      key  id missing: no list names its key\n',
    )
  })
})
