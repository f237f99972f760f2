import type { ConfigRepositoryBuilder } from './a-config-repository.ts'
import { aConfigRepository } from './a-config-repository.ts'
import type { FileChanges } from './bare-repository.ts'

/** A repository of one branch that commits at once, such as a fake one. */
interface Committing {
  commit(message: string, changes: FileChanges): string
}

/** `staging` beside what there is at least. */
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

/** So many flags more. */
export const withFlags = (holding: ConfigRepositoryBuilder, count: number): ConfigRepositoryBuilder =>
  Array.from({ length: count }, (_, index) => `flag-${index}`).reduce(
    (all, key) => all.withFile(`flags/${key}.yaml`, FLAG.replace('KEY', key)),
    holding,
  )

export const filesOf = (holding: ConfigRepositoryBuilder) =>
  Object.fromEntries(holding.files().map(({ path, bytes }) => [path, bytes]))

/** Commits exactly what a configuration repository holds. */
export function push(repository: Committing, message: string, holding: ConfigRepositoryBuilder): string {
  const folders = { flags: null, environments: null, configs: null, 'evenkeel.yaml': null }
  repository.commit(`${message} (emptied)`, folders)
  return repository.commit(message, filesOf(holding))
}
