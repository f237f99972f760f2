import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'
import { FUNCTION_NAMES } from '../parsing/calls/function-signatures.ts'
import { parseExpression } from '../parsing/parse-expression.ts'
import { evaluateOperand, GUIDE_SECTIONS } from './describe-language.ts'
import { EXAMPLE_CONTEXT, FUNCTION_EXAMPLES, OPERATOR_EXAMPLES } from './examples.ts'

const GUIDE = fileURLToPath(new URL('../../../../docs/guide-developers.md', import.meta.url))

describe('the guide', () => {
  it.each([...OPERATOR_EXAMPLES, ...Object.values(FUNCTION_EXAMPLES).flat()])(
    'says that $condition is true, and may be written',
    ({ condition }) => {
      const { problems } = parseExpression(condition)

      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(evaluateOperand(condition, EXAMPLE_CONTEXT)).toBe(true)
    },
  )

  it('has an example of every function', () => {
    expect(Object.keys(FUNCTION_EXAMPLES)).toEqual(FUNCTION_NAMES)
  })

  it('says what the code says; `npm run docs` writes it', async () => {
    const written = Object.entries(GUIDE_SECTIONS).reduce(
      (guide, [name, describeSection]) => replaceSection(guide, name, describeSection()),
      readFileSync(GUIDE, 'utf8'),
    )
    const options = await resolveConfig(GUIDE)

    await expect(await format(written, { ...options, filepath: GUIDE })).toMatchFileSnapshot(GUIDE)
  })
})

function replaceSection(guide: string, name: string, section: string): string {
  const [begin, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`]
  const from = guide.indexOf(begin)
  const to = guide.indexOf(end)
  if (from < 0 || to < from) throw new Error(`the guide has no section "${name}"`)
  return `${guide.slice(0, from)}${begin}\n\n${section}\n\n${guide.slice(to)}`
}
