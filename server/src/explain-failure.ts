import { ConfigError, RepositoryError, StartError, StoreError } from './errors.ts'

/** The last words of a process that cannot go on, for whoever reads its log: what is wrong, and what to do. */
export function explainFailure(error: unknown): string {
  if (error instanceof ConfigError) {
    return `${error.message}:\n${error.problems.map((problem) => `  - ${problem}\n`).join('')}`
  }
  if (error instanceof StartError || error instanceof StoreError || error instanceof RepositoryError) {
    return `${error.message}.\n${error.hint}\n`
  }
  return `This is a fault of the server:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}
