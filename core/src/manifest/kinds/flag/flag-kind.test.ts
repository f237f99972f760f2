import { BOOLEAN_SPEC, flagIssues, parsedFlag, parsedFlagFile } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('parseFlag', () => {
  it('fills in what a boolean flag need not say', () => {
    expect(parsedFlag(...BOOLEAN_SPEC)).toEqual({
      kind: 'Flag',
      metadata: { name: 'a', labels: {}, annotations: {} },
      type: 'boolean',
      variants: { on: true, off: false },
      defaultVariant: 'off',
      disabledVariant: 'off',
      prerequisites: [],
      rules: [],
      environments: {},
    })
  })

  it('reads what environments put in place of it', () => {
    const { environments } = parsedFlag(
      ...BOOLEAN_SPEC,
      'environments:',
      '  development:',
      '    state: ENABLED',
      '    defaultVariant: on',
      '    prerequisites: []',
      '    rules: []',
      '  production:',
      '    state: ARCHIVED',
    )

    expect(environments).toEqual({
      development: {
        state: 'ENABLED',
        defaultVariant: 'on',
        disabledVariant: 'on',
        prerequisites: [],
        rules: [],
      },
      production: { state: 'ARCHIVED' },
    })
  })

  it('takes an environment’s defaultVariant for its disabledVariant only where neither is said', () => {
    const { environments } = parsedFlag(
      ...BOOLEAN_SPEC,
      'disabledVariant: off',
      'environments:',
      '  development:',
      '    state: ENABLED',
      '    defaultVariant: on',
    )

    expect(environments['development']).toEqual({ state: 'ENABLED', defaultVariant: 'on' })
  })

  it('carries description, owner, lifecycle and schema, and passes over x-… keys', () => {
    const flag = parsedFlag(
      'type: number',
      'description: How many',
      'owner: checkout',
      'x-ticket: 17',
      'lifecycle:',
      '  purpose: operational',
      '  expires: 2027-03-01',
      '  x-why: slow',
      'schema: { minimum: 1 }',
      'variants: { one: 1, x-large: 100 }',
      'defaultVariant: x-large',
    )

    expect(flag).toMatchObject({
      description: 'How many',
      owner: 'checkout',
      lifecycle: { purpose: 'operational', expires: '2027-03-01' },
      schema: { minimum: 1 },
      variants: { one: 1, 'x-large': 100 },
    })
    expect(flag).not.toHaveProperty('x-ticket')
  })
})

describe('a flag is refused', () => {
  it('when a boolean names a variant', () => {
    const { issues } = parsedFlagFile(...BOOLEAN_SPEC, 'rules:', '  - name: r', '    serve: true')

    expect(issues).toMatchObject([
      { line: 10, column: 14, path: 'spec.rules[0].serve', code: 'wrong-type', hint: 'write on' },
    ])
  })

  it('when it names a variant it does not have', () => {
    expect(
      flagIssues(
        'type: string',
        'variants: { red: r, blue: b }',
        'defaultVariant: rde',
        'rules:',
        '  - { name: r, serve: green }',
        '  - name: s',
        '    split:',
        '      - { variant: red, weight: 50 }',
        '      - { variant: bleu, weight: 50 }',
        'environments:',
        '  production: { state: ENABLED, disabledVariant: none }',
      ),
    ).toEqual([
      '8, rde: unknown-variant, `spec.defaultVariant` names variant `rde`, which the flag does not have',
      '10, green: unknown-variant, `spec.rules[0].serve` names variant `green`, which the flag does not have',
      '14, bleu: unknown-variant, `spec.rules[1].split[1].variant` names variant `bleu`, which the flag does not have',
      '16, none: unknown-variant, `spec.environments.production.disabledVariant` names variant `none`, which the flag does not have',
    ])
  })

  it('when an environment leaves out a variant that is named there', () => {
    expect(
      flagIssues(
        'type: object',
        'variants: { a: {}, b: {} }',
        'defaultVariant: a',
        'rules: [{ name: r, serve: b }]',
        'environments:',
        '  production:',
        '    state: ENABLED',
        '    variants: { a: {} }',
        '  staging:',
        '    state: ENABLED',
        '    variants: { c: {} }',
        '    defaultVariant: c',
        '    rules: []',
      ),
    ).toEqual([
      '13, variants:: unknown-variant, the variants in production leave out `b`, which `spec.rules[0].serve` names there too',
    ])
  })

  it('when another flag than an object has other variants in an environment', () => {
    const lines = ['environments:', '  production: { state: ENABLED, variants: { on: {}, off: {} } }']

    expect(flagIssues(...BOOLEAN_SPEC, ...lines)).toEqual([
      '9, variants:: variants-not-replaceable, only object flags have other variants in an environment, and this is a boolean flag',
    ])
  })

  it('when a value is not of its type', () => {
    expect(flagIssues('type: boolean', 'variants: { on: "true" }', 'defaultVariant: on')).toEqual([
      '7, "true": wrong-type, variant `on` is `"true"`, and the values of boolean flags are true and false',
    ])
    expect(flagIssues('type: object', 'variants: { a: 1 }', 'defaultVariant: a')).toEqual([
      '7, 1: wrong-type, variant `a` is `1`, and the values of object flags are mappings',
    ])
    expect(parsedFlagFile('type: number', 'variants: { a: "5" }', 'defaultVariant: a').issues[0]?.hint).toBe(
      'write 5 without quotes',
    )
    expect(parsedFlagFile('type: string', 'variants: { a: 5 }', 'defaultVariant: a').issues[0]?.hint).toBe(
      'quote it: "5"',
    )
  })

  it('when a value is not what its schema says, in an environment too', () => {
    expect(
      flagIssues(
        'type: object',
        'schema:',
        '  required: [size]',
        '  properties: { size: { type: integer } }',
        'variants:',
        '  small: { size: 1 }',
        '  odd: { size: one }',
        'defaultVariant: small',
        'environments:',
        '  production: { state: ENABLED, variants: { small: {}, odd: { size: 1 } } }',
      ),
    ).toEqual([
      "12, one: wrong-type, variant `odd` does not satisfy the flag's schema: `size` is a string, not a whole number",
      "15, : missing-field, variant `small` does not satisfy the flag's schema: the value has no `size`",
    ])
  })

  it('when its schema is none, at the place that is wrong', () => {
    expect(flagIssues(...BOOLEAN_SPEC, 'schema:', '  type: bool')).toEqual([
      '9, bool: unknown-value, `type` is `bool`, which is not one of `array`, `boolean`, `integer`, `null`, `number`, `object` or `string`',
    ])
  })

  it('when its expiry is no day, and never because it is past', () => {
    const expires = (date: string) =>
      flagIssues(...BOOLEAN_SPEC, `lifecycle: { purpose: release, expires: ${date} }`)

    expect(expires('1999-12-31')).toEqual([])
    expect(expires('2027-02-29')).toEqual(['8, 2027-02-29: no-such-moment, there is no day `2027-02-29`'])
  })

  it('when other fields than ours are there', () => {
    const { issues } = parsedFlagFile(
      ...BOOLEAN_SPEC,
      'varients: {}',
      'rules:',
      '  - { name: r, serve: on, precent: 5 }',
    )

    expect(issues).toMatchObject([
      { line: 8, column: 3, code: 'unknown-field', path: 'spec.varients', hint: 'did you mean `variants`?' },
      {
        line: 10,
        column: 29,
        code: 'unknown-field',
        path: 'spec.rules[0].precent',
        hint: 'did you mean `percent`?',
      },
    ])
  })
})
