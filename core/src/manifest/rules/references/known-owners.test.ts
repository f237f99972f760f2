import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('knownOwners', () => {
  const owned = aConfigRepository()
    .withFile('flags/a.yaml', aBooleanFlag('a', 'owner: chekout'))
    .withFile('configs/c.yaml', aDocument('Config', 'c', 'schema: {}\nvalue: 1\nowner: nobody'))

  it('misses teams that there are not', () => {
    expect(issuesOf(owned)).toEqual([
      'configs/c.yaml:8:10 unknown-reference: the Config `c` is owned by `nobody`, and there is no Team of that name (there is no Team yet: add a document of kind Team)',
      'flags/a.yaml:8:10 unknown-reference: the Flag `a` is owned by `chekout`, and there is no Team of that name (there is no Team yet: add a document of kind Team)',
    ])
  })

  it('names the team that was probably meant, or those there are', () => {
    expect(issuesOf(owned.withFile('t.yaml', aDocument('Team', 'checkout')))).toEqual([
      expect.stringContaining('(there is `checkout`)'),
      expect.stringContaining('(did you mean `checkout`?)'),
    ])
  })

  it('does not list more teams than anyone reads', () => {
    const teams = Array.from({ length: 9 }, (_, i) => aDocument('Team', `team-${i}`)).join('---\n')

    expect(issuesOf(owned.withFile('t.yaml', teams))[0]).toContain(
      '(add a Team of that name, or name one that exists)',
    )
  })

  it('says nothing of a team that is there and has an error', () => {
    const issues = issuesOf(
      owned.withoutFile('configs/c.yaml').withFile('t.yaml', aDocument('Team', 'chekout', 'chanel: x')),
    )

    expect(issues).toEqual([expect.stringContaining('t.yaml:6:3 unknown-field')])
  })
})
