import { documentIssues, parsedDocument } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('an OpenSLO document', () => {
  it('is carried as it is', () => {
    const text =
      'apiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: a\n  displayName: A\n  labels: { team: [x, y], tier: one }\nspec:\n  objectives: [{ target: 0.999 }]\n'

    expect(parsedDocument(text)).toEqual({
      kind: 'SLO',
      metadata: { name: 'a', labels: { tier: 'one' }, annotations: {} },
      spec: { objectives: [{ target: 0.999 }] },
    })
  })

  it('has a name, metadata and a spec', () => {
    expect(documentIssues('apiVersion: openslo/v1\nkind: SLO\nmetadata: {}\nspec: 1')).toEqual([
      '3:11 missing-field, the `metadata` of an OpenSLO document has a `name`, which is a string (add `name`)',
      '4:7 wrong-type, an OpenSLO document has `spec`, which is a mapping',
    ])
    expect(documentIssues('apiVersion: openslo/v1\nkind: SLO')).toHaveLength(3)
  })

  it('is of a kind that OpenSLO has', () => {
    expect(documentIssues('apiVersion: openslo/v1\nkind: Flag')[0]).toContain(
      '2:7 unknown-kind, `Flag` is no kind',
    )
  })
})
