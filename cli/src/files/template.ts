import { existsSync } from 'node:fs'
import { cp, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { OperationError } from '../errors.ts'

/** Where the template is: in the installed package, or beside it in a clone. */
const PLACES = ['../../template/', '../../../config-repo-template/']

/** Copies the template repository into `directory`, which is made if it is not there. */
export async function copyTemplate(directory: string): Promise<void> {
  const source = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync)
  if (source === undefined) throw new OperationError('file', 'the template is missing from this installation')
  await cp(source, directory, { recursive: true, force: false })
}

/** Whether there is something in `directory` that a copy could harm; Git's own folder is no such thing. */
export async function isOccupied(directory: string): Promise<boolean> {
  if (!existsSync(directory)) return false
  return (await readdir(directory)).some((name) => name !== '.git')
}
