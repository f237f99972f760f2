import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ROOT_DOCUMENT } from '@evenkeel/core/admission'
import { UsageError } from '../errors.ts'

/** The folder of `evenkeel.yaml`: `directory` where it is given, else the nearest one at or above `cwd`. */
export function requireConfigRoot(cwd: string, directory: string | undefined): string {
  const start = resolve(cwd, directory ?? '.')
  if (holdsRootDocument(start)) return start
  if (directory !== undefined) {
    throw new UsageError(
      `${directory} is no configuration repository: there is no ${ROOT_DOCUMENT} in it`,
      `\`evenkeel init ${directory}\` writes a new one`,
    )
  }
  for (let folder = dirname(start); ; folder = dirname(folder)) {
    if (holdsRootDocument(folder)) return folder
    if (folder === dirname(folder)) {
      throw new UsageError(
        `there is no ${ROOT_DOCUMENT} here or in a folder above`,
        'name the folder of the configuration repository, or write a new one with `evenkeel init DIR`',
      )
    }
  }
}

function holdsRootDocument(folder: string): boolean {
  return existsSync(join(folder, ROOT_DOCUMENT))
}
