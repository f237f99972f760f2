import { aCompilation, aFlag, aRule, nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { parseSnapshot } from '../../snapshot/lines/parse-snapshot.ts'
import type { Snapshot, SnapshotOverride } from '../../snapshot/snapshot.ts'
import type { Compilation } from '../compilation.ts'
import type { DormantReason, Operation } from '../operation.ts'
import { writeRevisionHeader } from '../write-revision-header.ts'
import type { Applied } from './apply-operations.ts'
import { applyOperations } from './apply-operations.ts'
import type { Verdict } from './verdict.ts'

const flags = {
  ramp: aFlag({
    rules: [
      aRule({ name: 'staff', if: ['$segment', 'staff'] }),
      aRule({ name: 'some', bucketing: { by: ['company', 'id'], seed: 'spring', percent: 10_000 } }),
      aRule({ name: 'sale', during: { from: 7 } }),
    ],
  }),
  off: aFlag({ state: 'DISABLED', rules: [aRule({ name: 'all' })] }),
  old: aFlag({ state: 'ARCHIVED' }),
  split: aFlag({
    rules: [
      aRule({
        name: 'halves',
        bucketing: { by: ['targetingKey'], seed: 'split', percent: 100_000 },
        outcome: {
          split: [
            ['on', 50_000],
            ['off', 50_000],
          ],
        },
      }),
    ],
  }),
  child: aFlag({ prerequisites: [{ flag: 'ramp', variants: ['on'] }] }),
  grandchild: aFlag({ prerequisites: [{ flag: 'child', variants: ['on'] }] }),
}
const configs = { limits: { perMinute: 60, burst: { size: 10 } }, plain: 'text' }
const base = aCompilation({ flags, configs })
const withoutCompanion = aCompilation({ flags, configs, companion: 'missing' })

function apply(
  operations: readonly Operation[],
  on: Compilation = base,
  verdict: Verdict = 'valid',
): Applied {
  const verdicts = new Map(operations.map(({ id }) => [id, verdict]))
  return applyOperations({ base: on, operations, verdicts, sha256: nodePlatform.sha256 })
}

function read(applied: Applied): Snapshot {
  const revision = { epoch: 1, sequence: 1, commit: base.commit, stateHash: '' }
  return parseSnapshot(writeRevisionHeader({ ...base, ...applied, revision }) + applied.content)
}

const overrideOf = (operation: Operation & { readonly flag: string }): SnapshotOverride | undefined =>
  read(apply([operation])).flags.get(operation.flag)?.override

describe('an operation on a flag', () => {
  it('puts a variant beside what the commit says', () => {
    const { override, ...flag } = read(apply([{ id: 'o-1', flag: 'ramp', variant: 'on' }])).flags.get('ramp')!

    expect(override).toEqual({ id: 'o-1', variant: 'on' })
    expect(flag).toEqual(flags.ramp)
  })

  it('puts a state beside it, whatever the state was', () => {
    expect(overrideOf({ id: 'o-1', flag: 'ramp', state: 'DISABLED' })).toEqual({
      id: 'o-1',
      state: 'DISABLED',
    })
    expect(overrideOf({ id: 'o-1', flag: 'off', state: 'ENABLED' })).toEqual({ id: 'o-1', state: 'ENABLED' })
  })

  it("puts the flag's own rules with another share for the one that is named", () => {
    const percent = { rule: 'some', share: 25_000 }

    expect(overrideOf({ id: 'o-1', flag: 'ramp', percent })).toEqual({
      id: 'o-1',
      rules: [
        flags.ramp.rules[0],
        { ...flags.ramp.rules[1], bucketing: { by: ['company', 'id'], seed: 'spring', percent: 25_000 } },
        flags.ramp.rules[2],
      ],
    })
  })

  it('draws with what the commit says of a rule that was for everyone', () => {
    const percent = { rule: 'staff', share: 0 }

    expect(overrideOf({ id: 'o-1', flag: 'ramp', percent })).toMatchObject({
      rules: [{ name: 'staff', bucketing: { by: ['targetingKey'], seed: 'ramp', percent: 0 } }, {}, {}],
    })
  })

  it('leaves the bucketing out where everyone is served one variant, and keeps it for a split', () => {
    expect(overrideOf({ id: 'o-1', flag: 'ramp', percent: { rule: 'some', share: 100_000 } })).toMatchObject({
      rules: [{}, { name: 'some', outcome: { serve: 'on' } }, {}],
    })
    expect(
      apply([{ id: 'o-1', flag: 'ramp', percent: { rule: 'some', share: 100_000 } }]).content,
    ).not.toContain('"percent":100000,"seed":"spring"')
    expect(overrideOf({ id: 'o-1', flag: 'split', percent: { rule: 'halves', share: 100_000 } })).toEqual({
      id: 'o-1',
      rules: flags.split.rules,
    })
  })

  it('puts a state and a percent at once', () => {
    const percent = { rule: 'all', share: 5000 }

    expect(overrideOf({ id: 'o-1', flag: 'off', state: 'ENABLED', percent })).toEqual({
      id: 'o-1',
      state: 'ENABLED',
      rules: [{ ...flags.off.rules[0], bucketing: { by: ['targetingKey'], seed: 'off', percent: 5000 } }],
    })
  })

  it('changes the flag and those that depend on it, and is seen in the boundaries', () => {
    const applied = apply([{ id: 'o-1', flag: 'ramp', variant: 'on' }])

    expect(applied.changedFlags).toEqual(['child', 'grandchild', 'ramp'])
    expect(applied.changedConfigs).toEqual([])
    expect(base.summary.boundaries).toEqual([{ at: 7, flags: ['child', 'grandchild', 'ramp'] }])
    expect(applied.summary).toEqual({ ...base.summary, boundaries: [] })
  })
})

describe('an operation on a config', () => {
  const patched = apply([{ id: 'o-1', config: 'limits', patch: { perMinute: 6, burst: null } }])

  it("is merged into Git's value, which does not travel; the header names the config", () => {
    expect(read(patched).configs.get('limits')).toEqual({ perMinute: 6 })
    expect(patched.content).not.toContain('60')
    expect(patched).toMatchObject({ overriddenConfigs: ['limits'], changedConfigs: ['limits'], dormant: [] })
  })

  it("names the config also where the value is Git's, of which nothing is written anew", () => {
    expect(apply([{ id: 'o-1', config: 'limits', patch: { perMinute: 60 } }])).toMatchObject({
      content: base.content,
      contentHash: base.contentHash,
      overriddenConfigs: ['limits'],
      changedConfigs: [],
    })
  })

  it('replaces a value that is no object', () => {
    expect(read(apply([{ id: 'o-1', config: 'plain', patch: { a: [null] } }])).configs.get('plain')).toEqual({
      a: [null],
    })
  })

  it('is undecided when nobody judged it', () => {
    const operations = [{ id: 'o-1', config: 'plain', patch: 1 }]
    const { dormant } = applyOperations({
      base,
      operations,
      verdicts: new Map(),
      sha256: nodePlatform.sha256,
    })

    expect(dormant.map(({ reason }) => reason)).toEqual(['schema-undecided'])
  })
})

describe('an operation without a place in the base', () => {
  const cases: readonly [DormantReason, Operation, string, { on?: Compilation; verdict?: Verdict }?][] = [
    ['flag-not-found', { id: 'o', flag: 'gone', variant: 'on' }, 'there is no flag of that key'],
    ['flag-not-found', { id: 'o', flag: 'gone', state: 'ENABLED' }, 'there is no flag of that key'],
    ['flag-not-found', { id: 'o', flag: 'limits', state: 'ENABLED' }, 'there is no flag of that key'],
    ['variant-not-found', { id: 'o', flag: 'ramp', variant: 'blue' }, 'the flag has no variant "blue"'],
    [
      'variant-not-found',
      { id: 'o', flag: 'ramp', variant: 'toString' },
      'the flag has no variant "toString"',
    ],
    [
      'rule-not-found',
      { id: 'o', flag: 'ramp', percent: { rule: 'gone', share: 1 } },
      'the flag has no rule "gone"',
    ],
    [
      'rule-not-found',
      { id: 'o', flag: 'off', state: 'ENABLED', percent: { rule: 'gone', share: 1 } },
      'the flag has no rule "gone"',
    ],
    [
      'flag-not-enabled',
      { id: 'o', flag: 'off', percent: { rule: 'all', share: 1 } },
      'the commit has the flag DISABLED, and a percent without a state of its own does not enable it',
    ],
    ['config-not-found', { id: 'o', config: 'gone', patch: 1 }, 'there is no config of that name'],
    ['config-not-found', { id: 'o', config: 'ramp', patch: 1 }, 'there is no config of that name'],
    [
      'schema-violated',
      { id: 'o', config: 'limits', patch: 1 },
      'the patched value breaks the schema that the commit has for it',
      { verdict: 'violated' },
    ],
    [
      'schema-undecided',
      { id: 'o', config: 'limits', patch: 1 },
      'the schema did not decide on the patched value in time',
      { verdict: 'undecided' },
    ],
    [
      'companion-missing',
      { id: 'o', config: 'limits', patch: 1 },
      'the commit was kept without the schema of the config; it is added at the next sync',
      { on: withoutCompanion },
    ],
    [
      'companion-missing',
      { id: 'o', flag: 'ramp', percent: { rule: 'staff', share: 1 } },
      'the commit was kept without what the rule "staff" draws subjects with; it is added at the next sync',
      { on: withoutCompanion },
    ],
  ]

  it.each(cases)('is dormant, %s: %o', (reason, operation, why, { on = base, verdict } = {}) => {
    const { dormant, ...applied } = apply([operation], on, verdict)
    const target = 'flag' in operation ? `flag/${operation.flag}` : `config/${operation.config}`

    expect(dormant).toEqual([
      { operation, reason, message: `the operation o on ${target} is not applied: ${why}` },
    ])
    expect(applied).toEqual({
      content: on.content,
      contentHash: on.contentHash,
      summary: on.summary,
      overriddenConfigs: [],
      changedFlags: [],
      changedConfigs: [],
    })
  })

  it('does not keep others from their places', () => {
    const { dormant, changedFlags } = apply([
      { id: 'o-2', flag: 'gone', variant: 'on' },
      { id: 'o-1', flag: 'old', state: 'ENABLED' },
      { id: 'o-3', config: 'gone', patch: 1 },
    ])

    expect(dormant.map(({ operation }) => operation.id)).toEqual(['o-3', 'o-2'])
    expect(changedFlags).toEqual(['old'])
  })

  it.each<[string, Operation]>([
    ['a variant', { id: 'o', flag: 'ramp', variant: 'on' }],
    ['a state', { id: 'o', flag: 'off', state: 'ENABLED' }],
    ['a percent of a rule that has one', { id: 'o', flag: 'ramp', percent: { rule: 'some', share: 1 } }],
    ['a percent that is all', { id: 'o', flag: 'ramp', percent: { rule: 'staff', share: 100_000 } }],
  ])('is not one that needs no companion: %s', (_what, operation) => {
    expect(apply([operation], withoutCompanion)).toEqual(apply([operation]))
    expect(apply([operation], withoutCompanion).dormant).toEqual([])
  })

  it('is not one whose own state is another than ENABLED: off stays off', () => {
    const percent = { rule: 'all', share: 1 }

    expect(apply([{ id: 'o', flag: 'off', state: 'ARCHIVED', percent }]).dormant).toEqual([])
  })
})
