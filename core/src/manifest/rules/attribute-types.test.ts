import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

const context = aDocument(
  'Context',
  'c',
  `attributes:
  plan: { type: string }
  age: { type: number }
  beta: { type: boolean }
  roles: { type: string, list: true }
  scores: { type: number, list: true }
  born: { type: instant }
  version: { type: semver }
  address: { type: ip }`,
)

/** What is said of a condition, without its place. */
const saidOf = (condition: string) =>
  issuesOf(
    aConfigRepository()
      .withFile('environments/production.yaml', `${aDocument('Environment', 'production')}---\n${context}`)
      .withFile(
        'flags/checkout-redesign.yaml',
        aBooleanFlag('a', `rules:\n  - { name: r, serve: on, if: '${condition}' }`),
      ),
  )
    .filter((issue) => !issue.includes(' compared-digits: '))
    .map((issue) => issue.replace(/^.*wrong-attribute-type: /, ''))

describe('attributeTypes', () => {
  it.each([
    'plan = "pro" and age >= 18 and beta = true and plan < "q"',
    '$count(roles) > 1 and "admin" in roles and 5 in scores',
    'plan in ["a", "b"] and age in [1, 2] and plan != null',
    '$before(born, "2010-01-01T00:00:00Z") and $semver(version, ">=2.1") and born = "2010-01-01T00:00:00Z"',
    '$intersects(roles, ["a", "b"]) and $startsWith(plan, "p") and $contains(address, ".")',
    '$cidr(address, "10.0.0.0/8") and $cidr(plan, "10.0.0.0/8") and $semver(plan, "1.x")',
    'targetingKey = "u" and $exists(roles) and $not(beta = true)',
    'anything = 1 or plan = plan',
  ])('is content with %s', (condition) => {
    expect(saidOf(condition).filter((said) => !/unknown-attribute|compared-attributes/.test(said))).toEqual(
      [],
    )
  })

  it.each([
    ['plan = 5', '`plan` is a string, and is never equal to 5 ()'],
    ['"18" <= age', '`age` is a number, and is never equal to "18" ()'],
    ['beta = "true"', '`beta` is a boolean, and is never equal to "true" ()'],
    ['targetingKey = 17', '`targetingKey` is a string, and is never equal to 17 ()'],
    ['age in [1, "2"]', '`age` is a number, and is never equal to "2" ()'],
    ['5 in roles', '`roles` is a string, and is never equal to 5 ()'],
    [
      'roles = "admin"',
      '`roles` is a list, and `=` compares single values (write … in roles, or $intersects(roles, […]))',
    ],
    ['roles in ["admin"]', '`roles` is a list, and `in` looks for one value (write $intersects(roles, […]))'],
    ['"pro" in plan', '`plan` is no list, so nothing can be in it (write plan = …)'],
    [
      'version > "2.1"',
      '`version` is a semantic version, which `>` does not order (write $semver(version, ">=2.1"))',
    ],
    [
      'born < "2010"',
      '`born` is an instant, which `<` does not order (write $before(born, "…") or $after(born, "…"))',
    ],
    [
      '$cidr(version, "10.0.0.0/8")',
      '`version` is a semantic version, and $cidr takes an IP address there ()',
    ],
    ['$semver(address, "1.x")', '`address` is an IP address, and $semver takes a semantic version there ()'],
    ['$before(address, born)', '`address` is an IP address, and $before takes an instant there ()'],
    [
      'address >= "10"',
      '`address` is an IP address, which `>=` does not order (write $cidr(address, "10.0.0.0/8"))',
    ],
    ['$startsWith(age, "1")', '`age` is a number, and $startsWith takes a string there ()'],
    ['$contains(roles, /a/)', '`roles` is a list, and $contains takes a string there ()'],
    ['$contains(roles, "a")', '`roles` is a list, and $contains takes a string there ()'],
    ['$intersects(plan, ["a"])', '`plan` is a string, and $intersects takes a list there ()'],
  ])('says what is wrong with %s', (condition, said) => {
    expect(saidOf(condition)).toEqual([said])
  })

  it('points at the attribute', () => {
    const issues = issuesOf(
      aConfigRepository()
        .withFile('c.yaml', context.replace('plan', 'email: { type: string }\n    plan'))
        .withFile('s.yaml', aDocument('Segment', 's', 'if: >-\n  $exists(plan)\n  and age = "x"')),
    )

    expect(issues).toEqual([expect.stringContaining('s.yaml:8:9 wrong-attribute-type: `age`')])
  })
})
