import { documentIssues, parsedDocument } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { OWN_KINDS } from '../kinds.ts'
import { listNames } from '../quote.ts'

describe('what is no document of ours', () => {
  it('is told how documents begin', () => {
    expect(documentIssues('- a\n')).toEqual([
      '1:1 not-a-document, a document is a mapping with apiVersion, kind, metadata and spec (begin with `apiVersion: evenkeel/v1`)',
    ])
    expect(documentIssues('hello')[0]).toContain('not-a-document')
    expect(documentIssues('a: 1')).toEqual([
      '1:1 missing-api-version, a document without `apiVersion` cannot be read (add `apiVersion: evenkeel/v1`, or add the file to `ignore` in evenkeel.yaml)',
    ])
    expect(documentIssues('apiVersion: evenkeel/v1')[0]).toContain('missing-kind')
  })

  it('is told the nearest kind and version', () => {
    expect(documentIssues('apiVersion: evenkeel/v1\nkind: flag')[0]).toContain(
      '2:7 unknown-kind, `flag` is no kind that is known here (did you mean `Flag`?',
    )
    expect(documentIssues('apiVersion: evenkeel/v2\nkind: Flag')[0]).toContain('(did you mean `evenkeel/v1`?')
    expect(documentIssues('apiVersion: apps/v1\nkind: Deployment')[0]).toContain(
      '(the versions are `evenkeel/v1` and `openslo/v1`)',
    )
    expect(documentIssues('apiVersion: evenkeel/v1\nkind: Rollout')[0]).toContain(
      `(the kinds are ${listNames(OWN_KINDS, 'and')})`,
    )
  })

  it('is told of a spec that its kind cannot do without', () => {
    const bare = (kind: string) =>
      documentIssues(`apiVersion: evenkeel/v1\nkind: ${kind}\nmetadata: { name: a }\n`)

    for (const kind of ['Flag', 'Context', 'Config', 'FlagTest', 'Segment', 'ExclusionGroup']) {
      expect(bare(kind)).toEqual([expect.stringContaining('1:1 missing-field, the document has no `spec`')])
    }
    for (const kind of ['Repository', 'Environment', 'Team']) expect(bare(kind)).toEqual([])
  })

  it('does not take what objects have of their own for a kind', () => {
    expect(documentIssues('apiVersion: evenkeel/v1\nkind: constructor')[0]).toContain('unknown-kind')
    expect(documentIssues('apiVersion: __proto__\nkind: Flag')[0]).toContain('unknown-api-version')
  })
})

describe('the metadata of a document', () => {
  it('holds a name, labels and annotations', () => {
    const text =
      'apiVersion: evenkeel/v1\nkind: Team\nmetadata:\n  name: a\n  labels: { team: x }\n  annotations: { runbook: y, x-z: "1" }\n  x-mine: 5\n'

    expect(parsedDocument(text)?.metadata).toEqual({
      name: 'a',
      labels: { team: 'x' },
      annotations: { runbook: 'y', 'x-z': '1' },
    })
  })

  it.each(['-a', 'a b', 'ä', 'a/b', 'a'.repeat(129), '.a'])('does not take %j for a name', (name) => {
    expect(documentIssues(`apiVersion: evenkeel/v1\nkind: Team\nmetadata: { name: "${name}" }`)[0]).toContain(
      '3:19 malformed-value',
    )
  })

  it('holds text only', () => {
    expect(
      documentIssues('apiVersion: evenkeel/v1\nkind: Team\nmetadata: { name: 1, labels: { a: true } }'),
    ).toEqual([
      '3:19 wrong-type, `metadata.name` is a number, not a string (quote it: "1")',
      '3:35 wrong-type, `metadata.labels.a` is a boolean, not a string (quote it: "true")',
    ])
  })
})
