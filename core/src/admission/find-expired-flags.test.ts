import { aConfigRepository } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { parseManifestFile } from '../manifest/parse-manifest.ts'
import { validateManifests } from '../manifest/validate-manifests.ts'
import { findExpiredFlags } from './find-expired-flags.ts'

const flag = (...lines: string[]) =>
  ['apiVersion: evenkeel/v1', 'kind: Flag', 'metadata:', '  name: a', 'spec:', '  type: boolean']
    .concat('  defaultVariant: off', ...lines)
    .join('\n')

function warningsAt(instant: string, ...lines: string[]) {
  const { manifests } = validateManifests(
    aConfigRepository()
      .withFile('flags/a.yaml', flag(...lines))
      .files()
      .map(parseManifestFile),
  )
  return findExpiredFlags(manifests?.flags ?? new Map(), Date.parse(instant)).map(
    ({ file, line, column, severity, code, message, hint }) =>
      `${file}:${line}:${column} ${severity} ${code}: ${message} (${hint ?? ''})`,
  )
}

const lifecycle = ['  lifecycle:', '    purpose: release', '    expires: 2027-03-01']

it('warns of a flag from the day after its last one on', () => {
  expect(warningsAt('2027-03-01T23:59:59.999Z', ...lifecycle)).toEqual([])
  expect(warningsAt('2027-03-02T00:00:00Z', ...lifecycle)).toEqual([
    'flags/a.yaml:10:14 warning flag-expired: `a` was meant to be gone after 2027-03-01 (take it out of the code and delete it here, or set a later day)',
  ])
})

it('says nothing of a flag that is to stay', () => {
  expect(warningsAt('9999-01-01T00:00:00Z', '  lifecycle:', '    purpose: kill-switch')).toEqual([])
})
