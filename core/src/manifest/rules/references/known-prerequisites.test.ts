import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

const needs = (name: string, prerequisite: string, more = '') =>
  aBooleanFlag(name, `prerequisites:\n  - ${prerequisite}\n${more}`)

describe('knownPrerequisites', () => {
  it('is content with a flag and variants that it has', () => {
    const repository = aConfigRepository().withFile(
      'a.yaml',
      needs('a', '{ flag: checkout-redesign, variants: [on, off] }'),
    )

    expect(issuesOf(repository)).toEqual([])
  })

  it('misses flags and variants', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', needs('a', '{ flag: chekout-redesign, variants: [on] }'))
      .withFile('b.yaml', needs('b', '{ flag: checkout-redesign, variants: [on, maybe] }'))

    expect(issuesOf(repository)).toEqual([
      'a.yaml:9:15 unknown-reference: the prerequisite `chekout-redesign` is no flag (did you mean `checkout-redesign`?)',
      'b.yaml:9:49 unknown-variant: the flag `checkout-redesign` has no variant `maybe`, so the prerequisite could never be met by it (its variants are `on` and `off`)',
    ])
  })

  it('looks at what environments put in place', () => {
    const overlay =
      'environments:\n  production:\n    state: ENABLED\n    prerequisites: [{ flag: none, variants: [on] }]'

    expect(issuesOf(aConfigRepository().withFile('a.yaml', aBooleanFlag('a', overlay)))).toEqual([
      expect.stringContaining('a.yaml:11:31 unknown-reference: the prerequisite `none` is no flag'),
    ])
  })

  it('looks at the variants a flag has where the prerequisite applies', () => {
    const object = (overlay: string) =>
      aDocument(
        'Flag',
        'o',
        `type: object\nvariants: { a: {}, b: {} }\ndefaultVariant: a\nenvironments:\n  production:\n    state: ENABLED\n    variants: ${overlay}`,
      )
    const repository = (overlay: string) =>
      aConfigRepository()
        .withFile('o.yaml', object(overlay))
        .withFile('a.yaml', needs('a', '{ flag: o, variants: [b] }'))

    expect(issuesOf(repository('{ a: {}, b: {}, c: {} }'))).toEqual([])
    expect(issuesOf(repository('{ a: {} }'))).toEqual([
      'a.yaml:9:29 unknown-variant: the flag `o` has no variant `b` in production, so the prerequisite could never be met by it (its variants are `a`)',
    ])
  })

  it('does not take what objects have of their own for a variant', () => {
    const repository = aConfigRepository().withFile(
      'a.yaml',
      needs('a', '{ flag: checkout-redesign, variants: [constructor] }'),
    )

    expect(issuesOf(repository)).toEqual([expect.stringContaining('unknown-variant')])
  })

  it('says nothing of a flag that is there and has an error', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', needs('a', '{ flag: b, variants: [on] }'))
      .withFile('b.yaml', aBooleanFlag('b', 'tpye: 1'))

    expect(issuesOf(repository)).toEqual([expect.stringContaining('b.yaml:8:3 unknown-field')])
  })
})
