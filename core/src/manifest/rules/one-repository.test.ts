import { aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('oneRepository', () => {
  it('is content with one', () => {
    expect(issuesOf(aConfigRepository())).toEqual([])
  })

  it('misses the one there is not', () => {
    expect(issuesOf(aConfigRepository().withoutFile('evenkeel.yaml'))).toEqual([
      'evenkeel.yaml:1:1 no-repository: there is no Repository document, so it is not known which files to read (add evenkeel.yaml with apiVersion: evenkeel/v1, kind: Repository and metadata: { name: … })',
    ])
  })

  it('points at each beyond the first', () => {
    expect(issuesOf(aConfigRepository().withFile('flags/b.yaml', aDocument('Repository', 'other')))).toEqual([
      'flags/b.yaml:2:7 several-repositories: there is another Repository document, in evenkeel.yaml (keep the one in evenkeel.yaml)',
    ])
  })

  it('says nothing of one that is there and has an error', () => {
    const issues = issuesOf(
      aConfigRepository().withFile('evenkeel.yaml', aDocument('Repository', 'a', 'inclde: []')),
    )

    expect(issues).toHaveLength(1)
    expect(issues[0]).toContain('unknown-field')
  })
})
