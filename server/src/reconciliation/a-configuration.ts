import type { ConfigRepositoryBuilder } from '@evenkeel/test/support'
import { aConfigRepository } from '@evenkeel/test/support'
import type { FakeRepository } from '../git/fake-repository.ts'

/** For tests: `staging` beside what there is at least. */
export const STAGING: ConfigRepositoryBuilder = aConfigRepository().withFile(
  'environments/staging.yaml',
  'apiVersion: evenkeel/v1\nkind: Environment\nmetadata:\n  name: staging\nspec: {}\n',
)

const FLAG = `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: KEY
spec:
  type: boolean
  defaultVariant: off
`

/** For tests: so many flags more. */
export const withFlags = (holding: ConfigRepositoryBuilder, count: number): ConfigRepositoryBuilder =>
  Array.from({ length: count }, (_, index) => `flag-${index}`).reduce(
    (all, key) => all.withFile(`flags/${key}.yaml`, FLAG.replace('KEY', key)),
    holding,
  )

export const filesOf = (holding: ConfigRepositoryBuilder) =>
  Object.fromEntries(holding.files().map(({ path, bytes }) => [path, bytes]))

/** For tests: commits exactly what a configuration repository holds. */
export function push(repository: FakeRepository, message: string, holding: ConfigRepositoryBuilder): string {
  const folders = { flags: null, environments: null, configs: null, 'evenkeel.yaml': null }
  repository.commit(`${message} (emptied)`, folders)
  return repository.commit(message, filesOf(holding))
}
