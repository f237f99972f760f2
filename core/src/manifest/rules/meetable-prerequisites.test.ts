import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { parseManifestFile } from '../parse-manifest.ts'
import { validateManifests } from '../validate-manifests.ts'

const environment = (name: string) =>
  `apiVersion: evenkeel/v1\nkind: Environment\nmetadata:\n  name: ${name}\n---\n`

const flag = (name: string, ...spec: string[]) =>
  `apiVersion: evenkeel/v1\nkind: Flag\nmetadata:\n  name: ${name}\nspec:\n  type: boolean\n  defaultVariant: off\n${spec.map((line) => `  ${line}\n`).join('')}---\n`

const inEvery = (states: Readonly<Record<string, string>>) => [
  'environments:',
  ...Object.entries(states).map(([name, state]) => `  ${name}: { state: ${state} }`),
]

const needsCart = ['prerequisites:', '  - { flag: cart, variants: [on] }']

/** Issues of a repository with the environments production, staging and test, as `line:column path: message (hint)`. */
const issuesOf = (...flags: string[]) =>
  validateManifests(
    aConfigRepository()
      .withFile('environments/more.yaml', environment('staging') + environment('test'))
      .withFile('flags.yaml', flags.join(''))
      .files()
      .map(parseManifestFile),
  ).issues.map(
    ({ line, column, severity, code, path, message, hint = '' }) =>
      `${line}:${column} ${severity} ${code} ${path}: ${message} (${hint})`,
  )

describe('meetablePrerequisites', () => {
  it('warns of a prerequisite that is not ENABLED where the flag is, once for all environments', () => {
    const checkout = flag(
      'checkout',
      ...needsCart,
      ...inEvery({ production: 'ENABLED', staging: 'ENABLED', test: 'ENABLED' }),
    )

    expect(issuesOf(checkout, flag('cart', ...inEvery({ production: 'ARCHIVED', test: 'ENABLED' })))).toEqual(
      [
        '9:15 warning unmeetable-prerequisite spec.prerequisites[0].flag: the prerequisite `cart` is not ENABLED in `production` and `staging`, so `checkout` always resolves to its defaultVariant there (enable `cart` there too, or disable `checkout`)',
      ],
    )
  })

  it('is content where the flag is not ENABLED either', () => {
    const checkout = flag(
      'checkout',
      ...needsCart,
      ...inEvery({ production: 'DISABLED', staging: 'ENABLED' }),
    )

    expect(issuesOf(checkout, flag('cart', ...inEvery({ staging: 'ENABLED' })))).toEqual([])
  })

  it('goes by the prerequisites that an environment puts in place', () => {
    const checkout = flag(
      'checkout',
      ...needsCart,
      'environments:',
      '  production: { state: ENABLED, prerequisites: [] }',
      '  staging:',
      '    state: ENABLED',
      '    prerequisites:',
      '      - { flag: basket, variants: [on] }',
    )

    expect(issuesOf(checkout, flag('cart'), flag('basket'))).toEqual([
      expect.stringMatching(/^15:19 warning .* spec\.environments\.staging\.prerequisites\[0\]\.flag: /),
    ])
  })
})
