import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('uniqueNames', () => {
  it('lets documents of different kinds share a name', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', aDocument('Team', 'production'))
      .withFile('b.yaml', aDocument('Segment', 'production', 'if: a = 1'))

    expect(issuesOf(repository)).toEqual([])
  })

  it('points at the second document of a name, and says where the first is', () => {
    expect(
      issuesOf(aConfigRepository().withFile('flags/again.yaml', aBooleanFlag('checkout-redesign'))),
    ).toEqual([
      'flags/checkout-redesign.yaml:4:9 repeated-name: there is another Flag called `checkout-redesign`, in flags/again.yaml on line 4 (delete or rename one of them)',
    ])
  })

  it('tells flag keys apart by more than case, and other names by case', () => {
    const repository = aConfigRepository()
      .withFile('flags/z.yaml', aBooleanFlag('Checkout-Redesign'))
      .withFile('a.yaml', aDocument('Team', 'a'))
      .withFile('b.yaml', aDocument('Team', 'A'))

    expect(issuesOf(repository)).toEqual([
      'flags/z.yaml:4:9 repeated-name: the Flag `Checkout-Redesign` differs only in case from `checkout-redesign`, in flags/checkout-redesign.yaml on line 4 (delete or rename one of them)',
    ])
  })

  it('holds for OpenSLO documents, kind by kind', () => {
    const slo = (kind: string) => `apiVersion: openslo/v1\nkind: ${kind}\nmetadata: { name: a }\nspec: {}\n`
    const repository = aConfigRepository().withFile(
      'a.yaml',
      [slo('SLO'), slo('Service'), slo('SLO')].join('---\n'),
    )

    expect(issuesOf(repository)).toEqual([
      expect.stringContaining('a.yaml:13:19 repeated-name: there is another SLO'),
    ])
  })
})
