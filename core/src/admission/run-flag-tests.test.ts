import { aConfigRepository, nodePlatform, anEnabledFlag } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../manifest/issue.ts'
import type { Admission } from './admit-tree.ts'
import { admitTree } from './admit-tree.ts'
import type { FileTree } from './files/file-tree.ts'

const admit = (tree: FileTree): Promise<Admission> => admitTree(tree, nodePlatform)

const withTest = (cases: string) =>
  aConfigRepository().withFile(
    'tests/checkout.yaml',
    `apiVersion: evenkeel/v1
kind: FlagTest
metadata:
  name: checkout
spec:
  flag: checkout-redesign
  cases:
${cases}`,
  )

const anyone = '    - name: anyone\n      serve: on\n'
describe('flag tests', () => {
  it('let a commit in when every case holds', async () => {
    const { manifests, issues, flagTests } = await admit(
      withTest(`    - environment: production
      context:
        email: ada@example.com
      expect:
        variant: on
        reason: TARGETING_MATCH
    - environment: production
      context: {}
      expect:
        variant: off
`).tree(),
    )

    expect(issues).toEqual([])
    expect(manifests).toBeDefined()
    expect(flagTests?.map(({ index, passed, details }) => [index, passed, details.variant])).toEqual([
      [0, true, 'on'],
      [1, true, 'off'],
    ])
  })

  it('keep a commit out when one does not, and say what decided', async () => {
    const { manifests, issues, flagTests } = await admit(
      withTest(`    - name: staff see the old page
      environment: production
      context:
        email: ada@example.com
      expect:
        variant: off
`).tree(),
    )

    expect(manifests).toBeUndefined()
    expect(flagTests?.map(({ passed }) => passed)).toEqual([false])
    expect(issues).toEqual([
      {
        code: 'flag-test-failed',
        severity: 'error',
        message:
          'the case "staff see the old page" expects off, and checkout-redesign gives on (TARGETING_MATCH, rule staff) in production',
        file: 'tests/checkout.yaml',
        line: 13,
        column: 9,
        path: 'spec.cases[0].expect',
        hint: 'if that is what you mean, change the case; evenkeel evaluate checkout-redesign --env production tries other contexts',
      } satisfies Issue,
    ])
  })

  it('say which prerequisite decided', async () => {
    const needing = anEnabledFlag('checkout-redesign', anyone).replace(
      '  rules:',
      '  prerequisites:\n    - flag: new-cart\n      variants: [on]\n  rules:',
    )
    const { issues } = await admit(
      withTest('    - environment: production\n      context: {}\n      expect:\n        variant: on\n')
        .withFile('flags/checkout-redesign.yaml', needing)
        .withFile(
          'flags/new-cart.yaml',
          anEnabledFlag('new-cart', '    - name: nobody\n      percent: 0\n      serve: on\n'),
        )
        .tree(),
    )

    expect(issues.map(({ message }) => message)).toEqual([
      'case 1 expects on, and checkout-redesign gives off (DEFAULT, the prerequisite new-cart is not met) in production',
    ])
  })

  it('say when the context has no key to bucket by', async () => {
    const { issues } = await admit(
      withTest('    - environment: production\n      context: {}\n      expect:\n        variant: on\n')
        .withFile(
          'flags/checkout-redesign.yaml',
          anEnabledFlag('checkout-redesign', '    - name: half\n      percent: 50\n      serve: on\n'),
        )
        .tree(),
    )

    expect(issues.map(({ message }) => message)).toEqual([
      'case 1 expects on, and checkout-redesign gives off (DEFAULT, the context has no key to bucket by) in production',
    ])
  })

  it('hold of the reason too where a case names one', async () => {
    const { issues } = await admit(
      withTest(`    - environment: production
      context: {}
      expect:
        variant: off
        reason: STATIC
`).tree(),
    )

    expect(issues.map(({ message }) => message)).toEqual([
      'case 1 expects off (STATIC), and checkout-redesign gives off (DEFAULT) in production',
    ])
  })

  it('are evaluated at the time they name', async () => {
    const flag = anEnabledFlag(
      'checkout-redesign',
      '    - name: later\n      during:\n        from: 2027-01-01T00:00:00Z\n      serve: on\n',
    )
    const caseAt = (at: string, variant: string) =>
      `    - environment: production\n      context: {}\n      at: ${at}\n      expect:\n        variant: ${variant}\n`
    const { issues } = await admit(
      withTest(caseAt('2026-12-31T23:59:59Z', 'off') + caseAt('2027-01-01T00:00:00Z', 'on'))
        .withFile('flags/checkout-redesign.yaml', flag)
        .tree(),
    )

    expect(issues).toEqual([])
  })
})
