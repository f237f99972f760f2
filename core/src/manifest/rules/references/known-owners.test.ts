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

const flag = (name: string, spec = '') =>
  document('Flag', name, `type: boolean\ndefaultVariant: off\n${spec}`.trimEnd())

describe('knownOwners', () => {
  const owned = aConfigRepository()
    .withFile('flags/a.yaml', flag('a', 'owner: chekout'))
    .withFile('configs/c.yaml', document('Config', 'c', 'schema: {}\nvalue: 1\nowner: nobody'))

  it('misses teams that there are not', () => {
    expect(issuesOf(owned)).toEqual([
      'configs/c.yaml:8:10 unknown-reference: the Config `c` is owned by `nobody`, and there is no Team of that name (there is no Team yet: add a document of kind Team)',
      'flags/a.yaml:8:10 unknown-reference: the Flag `a` is owned by `chekout`, and there is no Team of that name (there is no Team yet: add a document of kind Team)',
    ])
  })

  it('names the team that was probably meant, or those there are', () => {
    expect(issuesOf(owned.withFile('t.yaml', document('Team', 'checkout')))).toEqual([
      expect.stringContaining('(there is `checkout`)'),
      expect.stringContaining('(did you mean `checkout`?)'),
    ])
  })

  it('does not list more teams than anyone reads', () => {
    const teams = Array.from({ length: 9 }, (_, i) => document('Team', `team-${i}`)).join('---\n')

    expect(issuesOf(owned.withFile('t.yaml', teams))[0]).toContain(
      '(add a Team of that name, or name one that exists)',
    )
  })

  it('says nothing of a team that is there and has an error', () => {
    const issues = issuesOf(
      owned.withoutFile('configs/c.yaml').withFile('t.yaml', document('Team', 'chekout', 'chanel: x')),
    )

    expect(issues).toEqual([expect.stringContaining('t.yaml:6:3 unknown-field')])
  })
})
