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

describe('knownEnvironments', () => {
  it('misses environments in flags, configs, promotions and flag tests', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', flag('a', 'environments:\n  prodution: { state: ENABLED }'))
      .withFile('b.yaml', document('Config', 'b', 'schema: {}\nvalue: 1\nenvironments:\n  qa: 2'))
      .withFile('c.yaml', document('Environment', 'staging', 'promotesFrom: devel'))
      .withFile(
        'd.yaml',
        document(
          'FlagTest',
          'd',
          'flag: a\ncases:\n  - { environment: live, context: {}, expect: { variant: on } }',
        ),
      )

    expect(issuesOf(repository)).toEqual([
      'a.yaml:9:5 unknown-reference: `prodution` is named as an environment, and there is no Environment of that name (did you mean `production`?)',
      'b.yaml:9:5 unknown-reference: `qa` is named as an environment, and there is no Environment of that name (there is `staging` and `production`)',
      'c.yaml:6:17 unknown-reference: `devel` is named as an environment, and there is no Environment of that name (there is `staging` and `production`)',
      'd.yaml:8:22 unknown-reference: `live` is named as an environment, and there is no Environment of that name (there is `staging` and `production`)',
    ])
  })

  it('says nothing of an environment that is there and has an error', () => {
    const issues = issuesOf(
      aConfigRepository().withFile(
        'environments/production.yaml',
        document('Environment', 'production', 'a: 1'),
      ),
    )

    expect(issues).toEqual([expect.stringContaining('unknown-field')])
  })
})
