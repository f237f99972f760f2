import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('knownEnvironments', () => {
  it('misses environments in flags, configs, promotions and flag tests', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', aBooleanFlag('a', 'environments:\n  prodution: { state: ENABLED }'))
      .withFile('b.yaml', aDocument('Config', 'b', 'schema: {}\nvalue: 1\nenvironments:\n  qa: 2'))
      .withFile('c.yaml', aDocument('Environment', 'staging', 'promotesFrom: devel'))
      .withFile(
        'd.yaml',
        aDocument(
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
        aDocument('Environment', 'production', 'a: 1'),
      ),
    )

    expect(issues).toEqual([expect.stringContaining('unknown-field')])
  })
})
