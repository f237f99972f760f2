import { METADATA, aDocument, documentIssues, parsedDocument } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('a Segment', () => {
  it('finds keys by targetingKey where it does not say', () => {
    expect(parsedDocument(aDocument('Segment', 'a', 'if: plan = "pro"'))).toEqual({
      kind: 'Segment',
      metadata: METADATA,
      if: { source: 'plan = "pro"', tree: ['=', ['.', 'plan'], 'pro'] },
      by: ['targetingKey'],
      include: [],
      exclude: [],
    })
  })

  it('holds lists of keys', () => {
    expect(
      parsedDocument(
        aDocument('Segment', 'a', 'description: d\nby: store.id\ninclude: [a, b]\nexclude: [c]'),
      ),
    ).toMatchObject({
      description: 'd',
      by: ['store', 'id'],
      include: ['a', 'b'],
      exclude: ['c'],
    })
  })

  it('says who belongs to it', () => {
    expect(documentIssues(aDocument('Segment', 'a', 'exclude: [a]'))).toEqual([
      '6:3 missing-field, `spec` needs at least one of `if` and `include`, and has none',
    ])
  })

  it('holds keys as text', () => {
    expect(documentIssues(aDocument('Segment', 'a', 'include: [17]'))).toEqual([
      '6:13 wrong-type, `spec.include[0]` is a number, not a string (quote it: "17")',
    ])
  })
})
