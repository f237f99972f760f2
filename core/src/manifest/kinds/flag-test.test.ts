import { METADATA, aDocument, documentIssues, parsedDocument } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('a FlagTest', () => {
  it('holds cases', () => {
    const spec = `flag: f
cases:
  - name: n
    environment: production
    at: 1970-01-01T00:00:01Z
    context: { targetingKey: u, cart: { total: 5 } }
    expect: { variant: on, reason: SPLIT }
  - environment: production
    context: {}
    expect: { variant: off }`

    expect(parsedDocument(aDocument('FlagTest', 'a', spec))).toEqual({
      kind: 'FlagTest',
      metadata: METADATA,
      flag: 'f',
      cases: [
        {
          name: 'n',
          environment: 'production',
          at: 1000,
          context: { targetingKey: 'u', cart: { total: 5 } },
          expect: { variant: 'on', reason: 'SPLIT' },
        },
        { environment: 'production', context: {}, expect: { variant: 'off' } },
      ],
    })
  })

  it('expects variants by name and reasons that there are', () => {
    const spec =
      'flag: f\ncases:\n  - environment: e\n    context: {}\n    expect: { variant: true, reason: SPLITS }'

    expect(documentIssues(aDocument('FlagTest', 'a', spec))).toEqual([
      '10:26 wrong-type, `spec.cases[0].expect.variant` names a variant, and `true` is a boolean, not a string (write on)',
      expect.stringContaining('(did you mean `SPLIT`?)'),
    ])
  })

  it('takes place at a moment there is', () => {
    const spec =
      'flag: f\ncases:\n  - environment: e\n    at: 2026-02-30T00:00:00Z\n    context: {}\n    expect: { variant: on }'

    expect(documentIssues(aDocument('FlagTest', 'a', spec))[0]).toContain('9:11 no-such-moment')
  })
})
