import {
  METADATA,
  aConfigRepository,
  aDocument,
  documentIssues,
  issuesOf,
  parsedDocument,
} from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('a Context', () => {
  it('lists attributes by path', () => {
    const spec =
      'attributes:\n  plan: { type: string, description: d }\n  roles: { type: string, list: true }\n  client.`app-id`: { type: semver, private: true }'

    expect(parsedDocument(aDocument('Context', 'a', spec))).toEqual({
      kind: 'Context',
      metadata: METADATA,
      attributes: {
        plan: { type: 'string', list: false, description: 'd', private: false },
        roles: { type: 'string', list: true, private: false },
        'client.app-id': { type: 'semver', list: false, private: true },
      },
    })
  })

  it('lists each attribute once, by a path', () => {
    expect(
      documentIssues(
        aDocument(
          'Context',
          'a',
          'attributes:\n  a-b: { type: string }\n  "`a-b`": { type: string }\n  a..b: { type: ip }',
        ),
      ),
    ).toEqual([
      '8:5 repeated-name, the attribute `a-b` is listed twice (delete one of them)',
      expect.stringContaining('9:5 malformed-path, `a..b` is not the path of an attribute'),
    ])
  })
})

describe('Contexts', () => {
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
