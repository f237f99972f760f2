import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { EXPRESSION_PROBLEM_CODES } from '../../expression/parsing/parsed-expression.ts'
import { describeIssueCodes } from './describe-issue-codes.ts'
import { ISSUE_CODES } from './issue-codes.ts'

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url))

/** The sources that issues are made in. The compiler sees that they use no code which is not listed. */
const SOURCES = [
  'core/src/admission',
  'core/src/expression',
  'core/src/manifest',
  'server/src/reconciliation',
]
  .flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test)\.ts$/.test(file) && !file.startsWith('issue-codes'))
      .map((file) => readFileSync(join(REPOSITORY, folder, file), 'utf8')),
  )
  .join('\n')

describe('the codes of issues', () => {
  const codes = Object.values(ISSUE_CODES).flatMap((group) => Object.keys(group))

  it('are explained once', () => {
    expect(codes).toEqual([...new Set(codes)])
  })

  it.each(codes)('include %s because something gives it', (code) => {
    expect(SOURCES).toContain(`'${code}'`)
  })

  it('include all that an expression can have', () => {
    expect(codes).toEqual(expect.arrayContaining([...EXPRESSION_PROBLEM_CODES]))
  })

  it('are what docs/issue-codes.md says; `npm run docs` writes the page', async () => {
    await expect(describeIssueCodes()).toMatchFileSnapshot('../../../../docs/issue-codes.md')
  })
})
