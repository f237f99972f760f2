import { describe, expect, it } from 'vitest'
import type { Issue, IssueSeverity } from '../manifest/issue.ts'
import { limitIssues } from './limit-issues.ts'

const issues = (count: number, severity: IssueSeverity): Issue[] =>
  Array.from({ length: count }, (_, index) => ({
    code: 'unknown-reference',
    severity,
    message: 'no',
    file: `${severity}-${index}.yaml`,
    line: 1,
    column: 1,
    path: '',
  }))

describe('limitIssues', () => {
  it('lets a thousand be as they are', () => {
    const thousand = issues(1000, 'error')

    expect(limitIssues(thousand)).toBe(thousand)
  })

  it('counts the rest in one more', () => {
    const limited = limitIssues(issues(1234, 'warning'))

    expect(limited).toHaveLength(1001)
    expect(limited.at(-1)).toMatchObject({
      code: 'more-issues',
      severity: 'warning',
      file: 'warning-999.yaml',
      message: 'at least 234 more issues of this commit are not listed',
    })
  })

  it('lists the error that keeps a commit out, however many warnings there are', () => {
    const limited = limitIssues([...issues(5000, 'warning'), ...issues(1, 'error')])

    expect(limited.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error unknown-reference',
      'error more-issues',
    ])
  })
})
