import { aConfigRepository, type ConfigRepositoryBuilder } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { parseManifestFile } from '../parse-manifest.ts'
import { validateManifests } from '../validate-manifests.ts'

/** Issues as `file:line:column code: message (hint)`. */
const issuesOf = (repository: ConfigRepositoryBuilder) =>
  validateManifests(repository.files().map(parseManifestFile)).issues.map(
    ({ file, line, column, code, message, hint = '' }) =>
      `${file}:${line}:${column} ${code}: ${message} (${hint})`,
  )

const document = (kind: string, name: string, spec = '{}') =>
  `apiVersion: evenkeel/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  ${spec.replaceAll('\n', '\n  ')}\n`

describe('oneContext', () => {
  const context = (name: string) => document('Context', name, 'attributes: { email: { type: string } }')

  it('is content with one, and with none', () => {
    expect(issuesOf(aConfigRepository())).toEqual([])
    expect(issuesOf(aConfigRepository().withFile('a.yaml', context('a')))).toEqual([])
  })

  it('points at each beyond the first', () => {
    expect(
      issuesOf(aConfigRepository().withFile('b.yaml', context('b')).withFile('a.yaml', context('a'))),
    ).toEqual([
      'b.yaml:2:7 several-contexts: there is another Context document, in a.yaml; services send one context (move its attributes there)',
    ])
  })
})
