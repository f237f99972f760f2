import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

const context = aDocument(
  'Context',
  'c',
  'attributes:\n  email: { type: string }\n  address.country: { type: string }\n  device-type: { type: string }',
)

const rule = (...lines: string[]) =>
  `rules:\n  - name: r\n    serve: on\n${lines.map((line) => `    ${line}`).join('\n')}`

const strict = aConfigRepository().withFile('context.yaml', context)

describe('knownAttributes', () => {
  it('lets everything be used where there is no Context', () => {
    expect(
      issuesOf(aConfigRepository().withFile('a.yaml', aBooleanFlag('a', rule('if: anything = 1')))),
    ).toEqual([])
  })

  it('lets be used what is listed, what it is a part of, and targetingKey', () => {
    const condition = `if: 'targetingKey = "u" or address.country = "DE" or $exists(address) or \`device-type\` = "tv"'`

    expect(
      issuesOf(strict.withFile('a.yaml', aBooleanFlag('a', rule(condition, 'by: address.country')))),
    ).toEqual([])
  })

  it('points at what is not listed, in flags, their environments and segments', () => {
    const overlay =
      'environments:\n  production:\n    state: ENABLED\n    rules: [{ name: r, if: $exists(tier), serve: on }]'
    const repository = strict
      .withFile('a.yaml', aBooleanFlag('a', rule('if: email = "emial" and emial = "x"')))
      .withFile('b.yaml', aBooleanFlag('b', overlay))
      .withFile('d.yaml', aDocument('Segment', 'd', 'if: >-\n  $lowercase(adress.country) = "de"'))

    expect(issuesOf(repository)).toEqual([
      'a.yaml:11:31 unknown-attribute: the attribute `emial` is not one that services send (did you mean `email`?)',
      'b.yaml:11:38 unknown-attribute: the attribute `tier` is not one that services send (add it to the Context in context.yaml, or use one that is there)',
      'd.yaml:7:16 unknown-attribute: the attribute `adress.country` is not one that services send (did you mean `address.country`?)',
    ])
  })

  it('points at what shares are drawn by and keys are found in', () => {
    const repository = strict
      .withFile('a.yaml', aBooleanFlag('a', rule('by: tenant')))
      .withFile('d.yaml', aDocument('Segment', 'd', 'by: store.id\ninclude: [a]'))
      .withFile('e.yaml', aDocument('ExclusionGroup', 'e', 'by: cart.id\nslots: [{ name: a, percent: 1 }]'))

    expect(issuesOf(repository)).toEqual([
      expect.stringContaining('a.yaml:11:11 unknown-attribute: the attribute `tenant`'),
      expect.stringContaining('d.yaml:6:7 unknown-attribute: the attribute `store.id`'),
      expect.stringContaining('e.yaml:6:7 unknown-attribute: the attribute `cart.id`'),
    ])
  })

  it('does not take what objects have of their own for listed', () => {
    expect(
      issuesOf(strict.withFile('a.yaml', aBooleanFlag('a', rule('if: constructor = "x"')))),
    ).toHaveLength(1)
  })

  it('says nothing while the Context has an error', () => {
    const issues = issuesOf(
      strict
        .withFile('context.yaml', context.replace('device-type: { type: string }', 'x: {}'))
        .withFile('a.yaml', aBooleanFlag('a', rule('if: tier = "x"'))),
    )

    expect(issues).toEqual([expect.stringContaining('context.yaml:9')])
  })
})
