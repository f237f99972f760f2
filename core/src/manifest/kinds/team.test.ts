import { METADATA, aDocument, parsedDocument } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('a Team', () => {
  it('says who to ask, and who to wake', () => {
    expect(
      parsedDocument(aDocument('Team', 'a', 'description: d\nchannel: c\nonCall: o\nescalation: e')),
    ).toEqual({
      kind: 'Team',
      metadata: METADATA,
      description: 'd',
      channel: 'c',
      onCall: 'o',
      escalation: 'e',
    })
  })
})
