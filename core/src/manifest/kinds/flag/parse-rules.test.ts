import { BOOLEAN_SPEC, flagIssues, flagTextAt, parsedFlag, parsedFlagFile } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('parseRules', () => {
  it('fills in what a rule need not say', () => {
    expect(parsedFlag(...BOOLEAN_SPEC, 'rules:', '  - name: everyone', '    serve: on').rules).toEqual([
      { name: 'everyone', percent: 100_000, by: ['targetingKey'], seed: 'a', outcome: { serve: 'on' } },
    ])
  })

  it('reads everything a rule can say', () => {
    const [rule] = parsedFlag(
      ...BOOLEAN_SPEC,
      'rules:',
      '  - name: test',
      '    if: plan = "pro"',
      '    slot: tests/a.b',
      '    percent: 33.333',
      '    by: account.`tenant-id`',
      '    seed: summer',
      '    during:',
      '      from: 2026-12-01T09:00:00+01:00',
      '      until: 2027-01-01T00:00:00Z',
      '    split:',
      '      - variant: on',
      '        weight: 0.001',
      '      - variant: off',
      '        weight: 99.999',
    ).rules

    expect(rule).toEqual({
      name: 'test',
      if: { source: 'plan = "pro"', tree: ['=', ['.', 'plan'], 'pro'] },
      slot: { group: 'tests', slot: 'a.b' },
      percent: 33_333,
      by: ['account', 'tenant-id'],
      seed: 'summer',
      during: { from: Date.UTC(2026, 11, 1, 8), until: Date.UTC(2027, 0, 1) },
      outcome: {
        split: [
          { variant: 'on', weight: 1 },
          { variant: 'off', weight: 99_999 },
        ],
      },
    })
  })
})

describe('a rule is refused', () => {
  it.each(['b', 'tests/', '/b', 'tests/a/b', 'the tests/b'])('when its slot is written `%s`', (slot) => {
    expect(
      flagIssues(...BOOLEAN_SPEC, 'rules:', '  - name: r', `    slot: ${slot}`, '    serve: on'),
    ).toEqual([expect.stringContaining('malformed-value, `spec.rules[0].slot` is')])
  })

  it('when weights do not add up to exactly 100', () => {
    const split = (first: string, second: string) =>
      parsedFlagFile(
        ...BOOLEAN_SPEC,
        'rules:',
        '  - name: r',
        '    split:',
        `      - { variant: on, weight: ${first} }`,
        `      - { variant: off, weight: ${second} }`,
      ).issues

    expect(split('33.3', '66.7')).toEqual([])
    expect(split('33.333', '66.666')).toMatchObject([
      {
        line: 10,
        column: 7,
        code: 'wrong-weights',
        message: 'the weights of rule `r` add up to 99.999, not to 100',
        hint: 'weights are percentages; 0.001 is missing',
      },
    ])
    expect(split('50', '50.5')).toMatchObject([{ hint: 'weights are percentages; 0.5 is too much' }])
    expect(split('33.3333', '66.6667')).toMatchObject([{ code: 'inexact-share' }, { code: 'inexact-share' }])
  })

  it('when a percentage has more than three decimals', () => {
    const { issues } = parsedFlagFile(
      ...BOOLEAN_SPEC,
      'rules:',
      '  - { name: r, percent: 12.3456, serve: on }',
    )

    expect(issues).toMatchObject([{ line: 9, column: 27, code: 'inexact-share', hint: 'write 12.346' }])
  })

  it('when a percentage is beyond 0 to 100, or is text', () => {
    const percent = (text: string) =>
      flagIssues(...BOOLEAN_SPEC, 'rules:', `  - { name: r, percent: ${text}, serve: on }`)

    expect(percent('0')).toEqual([])
    expect(percent('100.001')).toEqual([
      '9, 100.001: out-of-range, `spec.rules[0].percent` is `100.001`, and must be at most 100',
    ])
    expect(percent('-1')).toEqual([
      '9, -1: out-of-range, `spec.rules[0].percent` is `-1`, and must be at least 0',
    ])
    expect(percent('"25"')).toEqual([
      '9, "25": wrong-type, `spec.rules[0].percent` is a string, not a number',
    ])
  })

  it('when names repeat', () => {
    expect(
      flagIssues(
        ...BOOLEAN_SPEC,
        'rules:',
        '  - { name: r, serve: on }',
        '  - name: r',
        '    split:',
        '      - { variant: on, weight: 50 }',
        '      - { variant: on, weight: 50 }',
      ),
    ).toEqual([
      '10, r: repeated-name, two rules are called `r`, so an evaluation could not say which one decided',
      '13, on: repeated-name, the split of rule `r` lists variant `on` twice',
    ])
  })

  it('when a `during` is no time', () => {
    const during = (from: string, until: string) =>
      flagIssues(
        ...BOOLEAN_SPEC,
        'rules:',
        `  - { name: r, serve: on, during: { from: ${from}, until: ${until} } }`,
      )

    expect(during('2026-02-30T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual([
      '9, 2026-02-30T00:00:00Z: no-such-moment, there is no moment `2026-02-30T00:00:00Z`',
    ])
    expect(during('2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z')).toEqual([
      '9, 2026-03-02T00:00:00Z: empty-during, `during` is empty: it ends (2026-03-02T00:00:00Z) no later than it begins (2026-03-02T00:00:00Z)',
    ])
    expect(during('2026-03-01', '2026-03-02T00:00:00Z')[0]).toContain('malformed-value')
    expect(flagIssues(...BOOLEAN_SPEC, 'rules:', '  - { name: r, serve: on, during: {} }')).toHaveLength(1)
  })

  it('when it has more than 64 rules', () => {
    const rules = (count: number) =>
      flagIssues(
        ...BOOLEAN_SPEC,
        'rules:',
        ...Array.from({ length: count }, (_, i) => `  - { name: r${i}, serve: on }`),
      )

    expect(rules(64)).toEqual([])
    expect(rules(65)).toEqual(['9, -: wrong-size, `spec.rules` has 65 entries; it may have at most 64'])
  })

  it('when `by` is no path and when a seed holds a slash', () => {
    expect(flagIssues(...BOOLEAN_SPEC, 'rules:', '  - { name: r, serve: on, by: a..b }')).toEqual([
      '9, a..b: malformed-path, `a..b` is not the path of an attribute',
    ])
    expect(flagIssues(...BOOLEAN_SPEC, 'rules:', '  - { name: r, serve: on, seed: a/b }')).toEqual([
      '9, a/b: malformed-value, `spec.rules[0].seed` is `a/b`, which does not have the form it needs',
    ])
  })
})

describe('a condition that is wrong has its exact place', () => {
  it.each([
    ['a plain scalar', ['if: plan = "pro" and $foo(x)']],
    ['a plain scalar over several lines', ['if: plan = "pro"', '  and $foo(x)']],
    ['a double-quoted scalar', ['if: "plan = 1 and $foo(x)"']],
    ['a double-quoted scalar with escapes', ['if: "plan = \\"pr\\u00f6\\" and $foo(x)"']],
    ['a single-quoted scalar', [`if: 'plan = "it''s" and $foo(x)'`]],
    ['a literal scalar', ['if: |', '  plan = "pro"', '', '  and $foo(x)']],
    ['a folded scalar', ['if: >-', '  plan = "pro"', '  and $foo(x)']],
    ['a folded scalar with a comment above', ['if: >- # why', '    plan = "pro"', '    and $foo(x)']],
  ])('in %s', (_, lines) => {
    const spec = [
      ...BOOLEAN_SPEC,
      'rules:',
      '  - name: r',
      '    serve: on',
      ...lines.map((line) => `    ${line}`),
    ]
    const { issues } = parsedFlagFile(...spec)

    expect(issues.map(({ line, column }) => flagTextAt(spec, line, column).slice(0, 6))).toEqual(['$foo(x'])
  })

  it('and is told of what YAML took for a comment', () => {
    const { issues } = parsedFlagFile(
      ...BOOLEAN_SPEC,
      'rules:',
      '  - name: s',
      '    serve: on',
      '    if: plan = "a # b"',
    )

    expect(issues[0]?.hint).toMatch(/for a comment: write `if: >-`/)
  })
})
