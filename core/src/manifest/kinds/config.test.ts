import { aDocument, documentIssues, parsedDocument } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('a Config', () => {
  const SCHEMA =
    'schema: { required: [url], properties: { retries: { type: integer }, url: { type: string } } }\n'

  it('carries schema, value and merge patches as they are', () => {
    expect(
      parsedDocument(
        aDocument('Config', 'a', `${SCHEMA}value: { url: u }\nenvironments: { production: { retries: 3 } }`),
      ),
    ).toMatchObject({
      kind: 'Config',
      schema: { required: ['url'] },
      value: { url: 'u' },
      environments: { production: { retries: 3 } },
    })
  })

  it('is what its schema says in every environment, after merging', () => {
    const spec = `${SCHEMA}value: { url: u }\nenvironments:\n  development: { retries: lots }\n  production: { url: null }`

    expect(documentIssues(aDocument('Config', 'a', spec))).toEqual([
      "9:29 wrong-type, the value merged for development does not satisfy the config's schema: `retries` is a string, not a whole number",
      "10:17 missing-field, the value merged for production does not satisfy the config's schema: the value has no `url` (add `url`)",
    ])
  })

  it('is told once of what is wrong everywhere', () => {
    const spec = `${SCHEMA}value: { url: 5 }\nenvironments:\n  development: { retries: 1 }\n  production: { url: u }`

    expect(documentIssues(aDocument('Config', 'a', spec))).toEqual([
      '7:17 wrong-type, the value does not satisfy the config\'s schema: `url` is a number, not a string (quote it: "5")',
    ])
  })

  it('needs a schema that is one', () => {
    expect(documentIssues(aDocument('Config', 'a', 'schema: { $ref: other.json }\nvalue: 1'))[0]).toContain(
      '6:19 remote-reference',
    )
    expect(documentIssues(aDocument('Config', 'a', 'value: 1'))[0]).toContain(
      '6:3 missing-field, `spec` has no `schema`',
    )
  })
})
