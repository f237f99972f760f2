import { aConfigRepository, type ConfigRepositoryBuilder } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { parseManifestFile } from '../../parse-manifest.ts'
import { validateManifests } from '../../validate-manifests.ts'

/** Issues as `file:line:column code: message (hint)`. */
const issuesOf = (repository: ConfigRepositoryBuilder) =>
  validateManifests(repository.files().map(parseManifestFile)).issues.map(
    ({ file, line, column, code, message, hint = '' }) =>
      `${file}:${line}:${column} ${code}: ${message} (${hint})`,
  )

const document = (kind: string, name: string, spec = '{}') =>
  `apiVersion: evenkeel/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  ${spec.replaceAll('\n', '\n  ')}\n`

const test = (flag: string, variant: string) =>
  document(
    'FlagTest',
    't',
    `flag: ${flag}\ncases:\n  - environment: production\n    context: {}\n    expect: { variant: ${variant} }`,
  )

describe('knownTestSubjects', () => {
  it('is content with a flag and a variant that it has', () => {
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout-redesign', 'on')))).toEqual([])
  })

  it('misses the flag', () => {
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout', 'on')))).toEqual([
      't.yaml:6:9 unknown-reference: the test is about `checkout`, and there is no flag of that key (did you mean `checkout-redesign`?)',
    ])
  })

  it('misses the variant', () => {
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout-redesign', 'onn')))).toEqual([
      't.yaml:10:26 unknown-variant: the case expects variant `onn`, which `checkout-redesign` does not have in production (did you mean `on`?)',
    ])
    expect(issuesOf(aConfigRepository().withFile('t.yaml', test('checkout-redesign', 'offf')))).toEqual([
      expect.stringContaining('(did you mean `off`?)'),
    ])
  })

  it('looks at the variants of the case’s environment', () => {
    const object = document(
      'Flag',
      'o',
      'type: object\nvariants: { a: {} }\ndefaultVariant: a\nenvironments: { production: { state: ENABLED, variants: { a: {}, b: {} } } }',
    )

    expect(
      issuesOf(aConfigRepository().withFile('o.yaml', object).withFile('t.yaml', test('o', 'b'))),
    ).toEqual([])
  })

  it('says nothing of a flag that is there and has an error', () => {
    const repository = aConfigRepository()
      .withFile('o.yaml', document('Flag', 'o', 'type: object'))
      .withFile('t.yaml', test('o', 'b'))

    expect(issuesOf(repository).every((issue) => issue.startsWith('o.yaml'))).toBe(true)
  })
})
