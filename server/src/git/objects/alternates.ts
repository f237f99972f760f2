import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** As many as Git follows. */
const MAX_DEPTH = 5
const MAX_DIRECTORIES = 100

/** The folder `objects` itself, and those that it borrows from: `objects/info/alternates`, and theirs. */
export async function findObjectDirectories(objects: string): Promise<readonly string[]> {
  const found = new Set([resolve(objects)])
  let level = [...found]
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const borrowed = (await Promise.all(level.map(readAlternates))).flat()
    level = borrowed.filter((path) => !found.has(path)).slice(0, MAX_DIRECTORIES - found.size)
    for (const path of level) found.add(path)
  }
  return [...found]
}

async function readAlternates(objects: string): Promise<readonly string[]> {
  const text = await readFile(join(objects, 'info', 'alternates'), 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => resolve(objects, line))
}
