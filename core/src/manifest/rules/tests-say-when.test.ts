import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

const test = (flag: string, at = '') =>
  aDocument(
    'FlagTest',
    't',
    `flag: ${flag}\ncases:\n  - environment: production\n    context: {}\n${at}    expect: { variant: on }`,
  )

const timed = aBooleanFlag(
  'timed',
  'rules:\n  - { name: r, serve: on, during: { from: 2026-12-01T00:00:00Z } }',
)

describe('testsSayWhen', () => {
  it('asks for `at` where a rule of the flag has a `during`', () => {
    const repository = aConfigRepository().withFile('a.yaml', timed)

    expect(issuesOf(repository.withFile('t.yaml', test('timed')))).toEqual([
      't.yaml:8:7 test-without-time: the case does not say when it takes place, and in production a rule of `timed` has a `during` (add `at`, such as at: 2026-12-01T09:00:00+01:00)',
    ])
    expect(
      issuesOf(repository.withFile('t.yaml', test('timed', '    at: 2026-12-01T09:00:00+01:00\n'))),
    ).toEqual([])
  })

  it('asks for it where a rule of a prerequisite has one, however far', () => {
    const needs = (name: string, other: string) =>
      aBooleanFlag(name, `prerequisites: [{ flag: ${other}, variants: [on] }]`)
    const repository = aConfigRepository()
      .withFile('a.yaml', timed)
      .withFile('b.yaml', needs('b', 'timed'))
      .withFile('c.yaml', needs('c', 'b'))
      .withFile('t.yaml', test('c'))

    expect(issuesOf(repository)).toEqual([expect.stringContaining('a rule of `timed` has a `during`')])
  })

  it('does not ask where the environment has other rules', () => {
    const elsewhere = timed.trimEnd() + '\n  environments: { production: { state: ENABLED, rules: [] } }\n'

    expect(
      issuesOf(aConfigRepository().withFile('a.yaml', elsewhere).withFile('t.yaml', test('timed'))),
    ).toEqual([])
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout-redesign')))).toEqual([])
  })
})
