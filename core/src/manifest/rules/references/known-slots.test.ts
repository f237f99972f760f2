import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

const rule = (slot: string) => `rules: [{ name: r, slot: ${slot}, serve: on }]`

const checkout = 'slots: [{ name: wording, percent: 30 }, { name: layout, percent: 30 }]'
const repository = aConfigRepository().withFile('g.yaml', aDocument('ExclusionGroup', 'checkout', checkout))

describe('knownSlots', () => {
  it('lets rules name the slots there are, and slots be named by nobody', () => {
    expect(issuesOf(repository.withFile('a.yaml', aBooleanFlag('a', rule('checkout/layout'))))).toEqual([])
  })

  it('misses groups and slots in flags and their environments, at the name', () => {
    const overlay = `environments:\n  production:\n    state: ENABLED\n    ${rule('checkout/prices')}`

    expect(
      issuesOf(
        repository
          .withFile('a.yaml', aBooleanFlag('a', rule('chekout/layout')))
          .withFile('b.yaml', aBooleanFlag('b', rule('checkout/wordings')))
          .withFile('c.yaml', aBooleanFlag('c', overlay)),
      ),
    ).toEqual([
      'a.yaml:8:28 unknown-reference: there is no ExclusionGroup called `chekout` (did you mean `checkout`?)',
      'b.yaml:8:37 unknown-reference: the ExclusionGroup `checkout` has no slot `wordings` (did you mean `wording`?)',
      'c.yaml:11:41 unknown-reference: the ExclusionGroup `checkout` has no slot `prices` (its slots are `wording` and `layout`)',
    ])
  })

  it('says nothing of a group that is there and has an error', () => {
    const broken = repository.withFile('g.yaml', aDocument('ExclusionGroup', 'checkout', 'slots: 1'))

    expect(issuesOf(broken.withFile('a.yaml', aBooleanFlag('a', rule('checkout/layout'))))).toEqual([
      expect.stringContaining('g.yaml:6:10 wrong-type'),
    ])
  })
})
