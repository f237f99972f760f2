import { aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('oneContext', () => {
  const context = (name: string) => aDocument('Context', name, 'attributes: { email: { type: string } }')

  it('is content with one, and with none', () => {
    expect(issuesOf(aConfigRepository())).toEqual([])
    expect(issuesOf(aConfigRepository().withFile('a.yaml', context('a')))).toEqual([])
  })

  it('points at each beyond the first', () => {
    expect(
      issuesOf(aConfigRepository().withFile('b.yaml', context('b')).withFile('a.yaml', context('a'))),
    ).toEqual([
      'b.yaml:2:7 several-contexts: there is another Context document, in a.yaml; services send one context (move its attributes there)',
    ])
  })
})
