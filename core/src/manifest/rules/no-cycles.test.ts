import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

const needs = (name: string, ...others: string[]) =>
  aBooleanFlag(
    name,
    `prerequisites:\n${others.map((other) => `  - { flag: ${other}, variants: [on] }`).join('\n')}`,
  )

const segment = (name: string, ...others: string[]) =>
  aDocument(
    'Segment',
    name,
    `if: ${['a = 1', ...others.map((other) => `$segment("${other}")`)].join(' or ')}`,
  )

describe('noCycles', () => {
  it('is content where many lead to one', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', needs('a', 'b', 'c'))
      .withFile('b.yaml', needs('b', 'd'))
      .withFile('c.yaml', needs('c', 'd'))
      .withFile('d.yaml', aBooleanFlag('d'))

    expect(issuesOf(repository)).toEqual([])
  })

  it('prints a cycle of prerequisites once, at its first step', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', needs('zero', 'beta'))
      .withFile('b.yaml', needs('beta', 'checkout-redesign', 'gamma'))
      .withFile('c.yaml', needs('gamma', 'alpha'))
      .withFile('d.yaml', needs('alpha', 'beta'))

    expect(issuesOf(repository)).toEqual([
      'd.yaml:9:15 cycle: a flag cannot be a prerequisite of itself: alpha → beta → gamma → alpha (leave out one of the steps)',
    ])
  })

  it('prints the beginning and the end of a cycle that is long', () => {
    const flags = Array.from({ length: 1000 }, (_, i) => needs(`f${i}`, `f${(i + 1) % 1000}`))
    const issues = issuesOf(aConfigRepository().withFile('all.yaml', flags.join('---\n')))

    expect(issues).toEqual([
      expect.stringMatching(/: f0 → f1 → (f\d+ → ){16}… \(981 more\) → f999 → f0 \(leave out/),
    ])
  })

  it('finds the flag that is its own prerequisite', () => {
    expect(issuesOf(aConfigRepository().withFile('a.yaml', needs('a', 'a')))).toEqual([
      expect.stringContaining('cycle: a flag cannot be a prerequisite of itself: a → a'),
    ])
  })

  it('finds the cycle that only an environment makes', () => {
    const overlay = (text: string) =>
      `environments:\n  production:\n    state: DISABLED\n    prerequisites: ${text}`
    const repository = (ofB: string) =>
      aConfigRepository()
        .withFile('a.yaml', needs('a', 'b'))
        .withFile('b.yaml', aBooleanFlag('b', overlay(ofB)))

    expect(issuesOf(repository('[{ flag: a, variants: [on] }]'))).toEqual([
      expect.stringContaining('a → b → a'),
    ])
    expect(issuesOf(repository('[]'))).toEqual([])
  })

  it('does not see a cycle where no environment has all of it', () => {
    const repository = aConfigRepository()
      .withFile('e.yaml', aDocument('Environment', 'staging'))
      .withFile(
        'a.yaml',
        aBooleanFlag(
          'a',
          'environments: { production: { state: DISABLED, prerequisites: [{ flag: b, variants: [on] }] } }',
        ),
      )
      .withFile(
        'b.yaml',
        aBooleanFlag(
          'b',
          'environments: { staging: { state: DISABLED, prerequisites: [{ flag: a, variants: [on] }] } }',
        ),
      )

    expect(issuesOf(repository)).toEqual([])
  })

  it('prints a cycle of segments, at the name', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', segment('a', 'b'))
      .withFile('b.yaml', segment('b', 'c', 'a'))
      .withFile('c.yaml', segment('c'))

    expect(issuesOf(repository)).toEqual([
      'a.yaml:6:25 cycle: a segment cannot use itself: a → b → a (leave out one of the steps)',
    ])
  })

  it('prints a cycle of promotions', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', aDocument('Environment', 'a', 'promotesFrom: b'))
      .withFile('b.yaml', aDocument('Environment', 'b', 'promotesFrom: a'))

    expect(issuesOf(repository)).toEqual([
      'a.yaml:6:17 cycle: an environment cannot be promoted from itself: a → b → a (leave out one of the steps)',
    ])
  })
})
