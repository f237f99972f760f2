import { describe, expect, it } from 'vitest'
import type { FlagEvaluation } from '../evaluation/flag-evaluation.ts'
import { writeEvaluation } from './evaluation.ts'
import { PLAIN } from './style.ts'

const evaluation: FlagEvaluation = {
  flagKey: 'checkout-redesign',
  environment: 'production',
  evaluatedBy: 'config',
  value: true,
  variant: 'on',
  reason: 'TARGETING_MATCH',
  flagMetadata: { ruleName: 'staff' },
}

const reasonOf = (changed: Partial<FlagEvaluation>) =>
  /reason\s+(.*)/.exec(writeEvaluation({ ...evaluation, flagMetadata: {}, ...changed }, PLAIN))?.[1]

describe('an evaluation for people', () => {
  it('gives the value first, then who decided', () => {
    expect(writeEvaluation(evaluation, PLAIN)).toBe(`checkout-redesign in production (config)

  value    true
  variant  on
  reason   TARGETING_MATCH  rule staff matched
`)
  })

  it.each<[string, Partial<FlagEvaluation>]>([
    [
      'SPLIT  rule ramp matched, and the bucket of the subject decided',
      { reason: 'SPLIT', flagMetadata: { ruleName: 'ramp' } },
    ],
    ['STATIC  the flag has no rules: its default variant', { reason: 'STATIC' }],
    ["STATIC  an operator's override decided", { reason: 'STATIC', flagMetadata: { override: '7' } }],
    [
      'TARGETING_MATCH  rule staff matched',
      { reason: 'TARGETING_MATCH', flagMetadata: { override: '7', ruleName: 'staff' } },
    ],
    ['DEFAULT  no rule matched: the default variant', { reason: 'DEFAULT' }],
    [
      'DEFAULT  the prerequisite new-cart is not met: the default variant',
      { reason: 'DEFAULT', flagMetadata: { prerequisite: 'new-cart' } },
    ],
    [
      'DEFAULT  no rule matched, one of them because the subject has no key: the default variant',
      { reason: 'DEFAULT', flagMetadata: { bucketing: 'NO_KEY' } },
    ],
    ['DISABLED  the flag is not enabled in this environment', { reason: 'DISABLED' }],
    [
      'ERROR  FLAG_NOT_FOUND: no flag x',
      { reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND', errorMessage: 'no flag x' },
    ],
  ])('explains %s', (explained, changed) => {
    expect(reasonOf(changed)).toBe(explained)
  })

  it('adds what else a server says', () => {
    const flagMetadata = {
      ruleName: 'staff',
      revision: '1.7',
      bucketing: 'NO_KEY',
      override: 'staff',
    } as const
    expect(writeEvaluation({ ...evaluation, flagMetadata }, PLAIN)).toContain(
      'rule staff matched\n  revision   1.7\n  bucketing  NO_KEY\n  override   staff\n',
    )
  })

  it('gives no value where there is none', () => {
    expect(writeEvaluation({ ...evaluation, value: null, reason: 'ERROR' }, PLAIN)).not.toContain('value')
  })

  it('carries no control character to the terminal', () => {
    const escape = '\u001b[2J'
    const odd = { flagKey: escape, environment: escape, evaluatedBy: escape, value: escape, variant: escape }
    const flagMetadata = { ruleName: escape, [escape]: escape }
    const reason = escape as FlagEvaluation['reason']
    expect(writeEvaluation({ ...odd, reason, flagMetadata }, PLAIN)).not.toContain('\u001b')
  })
})
