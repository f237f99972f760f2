import { aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

const test = (flag: string, variant: string) =>
  aDocument(
    'FlagTest',
    't',
    `flag: ${flag}\ncases:\n  - environment: production\n    context: {}\n    expect: { variant: ${variant} }`,
  )

describe('knownTestSubjects', () => {
  it('is content with a flag and a variant that it has', () => {
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout-redesign', 'on')))).toEqual([])
  })

  it('misses the flag', () => {
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout', 'on')))).toEqual([
      't.yaml:6:9 unknown-reference: the test is about `checkout`, and there is no flag of that key (did you mean `checkout-redesign`?)',
    ])
  })

  it('misses the variant', () => {
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout-redesign', 'onn')))).toEqual([
      't.yaml:10:26 unknown-variant: the case expects variant `onn`, which `checkout-redesign` does not have in production (did you mean `on`?)',
    ])
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout-redesign', 'offf')))).toEqual([
      expect.stringContaining('(did you mean `off`?)'),
    ])
  })

  it('looks at the variants of the case’s environment', () => {
    const object = aDocument(
      'Flag',
      'o',
      'type: object\nvariants: { a: {} }\ndefaultVariant: a\nenvironments: { production: { state: ENABLED, variants: { a: {}, b: {} } } }',
    )

    expect(
      issuesOf(aConfigRepository().withFile('o.yaml', object).withFile('t.yaml', test('o', 'b'))),
    ).toEqual([])
  })

  it('says nothing of a flag that is there and has an error', () => {
    const repository = aConfigRepository()
      .withFile('o.yaml', aDocument('Flag', 'o', 'type: object'))
      .withFile('t.yaml', test('o', 'b'))

    expect(issuesOf(repository).every((issue) => issue.startsWith('o.yaml'))).toBe(true)
  })
})
