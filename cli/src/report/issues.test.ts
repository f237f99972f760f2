import type { Issue } from '@evenkeel/core/manifest'
import { describe, expect, it } from 'vitest'
import { writeIssues } from './issues.ts'
import { PLAIN } from './style.ts'

const bareIssue: Issue = {
  code: 'unknown-variant',
  severity: 'error',
  message: '"onn" is no variant of checkout-redesign',
  file: 'flags/a.yaml',
  line: 2,
  column: 8,
  path: 'serve',
}
const issue: Issue = { ...bareIssue, hint: 'write on' }
const sources = new Map([['flags/a.yaml', 'name: staff\nserve: onn\n']])
const write = (issues: Issue[]) =>
  writeIssues({ issues, sources, displayPath: (file) => `config/${file}` }, PLAIN)

describe('issues for people', () => {
  it('say where, what, and what to write instead', () => {
    expect(write([issue])).toBe(`config/flags/a.yaml

  error: "onn" is no variant of checkout-redesign
  config/flags/a.yaml:2:8 unknown-variant

  1 │ name: staff
  2 │ serve: onn
    │        ^^^

  hint: write on
`)
  })

  it('are grouped by file', () => {
    const other = { ...issue, file: 'flags/b.yaml', severity: 'warning' as const }
    const text = write([issue, other, { ...issue, line: 1 }])
    expect(text.match(/^config.*$/gm)).toEqual(['config/flags/a.yaml', 'config/flags/b.yaml'])
    expect(text).toContain('  warning: "onn"')
  })

  it('stand without their line where the file cannot be shown', () => {
    const bare: Issue = { ...bareIssue, file: 'logo.png' }
    expect(write([bare])).toBe(`config/logo.png

  error: "onn" is no variant of checkout-redesign
  config/logo.png:2:8 unknown-variant
`)
  })

  it('carry no control character of the repository to the terminal', () => {
    expect(write([{ ...issue, message: 'a\u001b[2Jb' }])).toContain('a␛[2Jb')
  })

  it('are nothing when there are none', () => {
    expect(write([])).toBe('')
  })
})
