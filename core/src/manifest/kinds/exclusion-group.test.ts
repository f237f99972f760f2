import { METADATA, aDocument, documentIssues, parsedDocument } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('an ExclusionGroup', () => {
  const parsed = (spec: string) => parsedDocument(aDocument('ExclusionGroup', 'a', spec))
  const issues = (spec: string) => documentIssues(aDocument('ExclusionGroup', 'a', spec))
  const slots = (...written: string[]) => `slots:\n  - ${written.join('\n  - ')}`

  it('gives its slots contiguous shares in the order in which they are written', () => {
    const written = ['{ name: b, percent: 33.333 }', '{ name: a, percent: 0 }', '{ name: c, percent: 50 }']

    expect(parsed(slots(...written))).toEqual({
      kind: 'ExclusionGroup',
      metadata: METADATA,
      by: ['targetingKey'],
      slots: [
        { name: 'b', from: 0, until: 33_333 },
        { name: 'a', from: 33_333, until: 33_333 },
        { name: 'c', from: 33_333, until: 83_333 },
      ],
    })
    expect(parsed('description: d\nby: store.id\nslots: [{ name: a, percent: 100 }]')).toMatchObject({
      description: 'd',
      by: ['store', 'id'],
    })
  })

  it('cannot give away more than there is', () => {
    expect(issues(slots('{ name: a, percent: 60.5 }', '{ name: b, percent: 40 }'))).toEqual([
      '6:3 wrong-total, the slots of `a` add up to 100.5 %, and there are 100 to share out (take 0.5 away; slots that leave some of the 100 over are fine)',
    ])
  })

  it('has slots, with a name each and an exact share', () => {
    expect(issues('slots: []')[0]).toContain('wrong-size, `spec.slots` has 0 entries')
    expect(issues(slots('{ name: a }'))[0]).toContain('missing-field, `spec.slots[0]` has no `percent`')
    expect(issues(slots('{ name: a, percent: 0.0001 }'))).toEqual([
      '7:27 inexact-share, 0.0001 % has more than three decimals, and shares are held in thousandths of a percent (write 0.000)',
    ])
    expect(issues(slots('{ name: a, percent: 1 }', '{ name: a, percent: 2 }'))).toEqual([
      '8:15 repeated-name, two slots of `a` are called `a`, so a rule could not say which one it means (give each slot a name of its own)',
    ])
  })
})
