import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectId } from '../repository.ts'
import type { ShallowChanges } from './fetch-response.ts'

/** The commits of a repository on disk that are there without their parents: its file `shallow`. */
export async function readShallow(gitdir: string): Promise<ReadonlySet<ObjectId>> {
  const text = await readFile(join(gitdir, 'shallow'), 'utf8').catch(() => '')
  return new Set(text.split('\n').filter((line) => /^[0-9a-f]{40}$/.test(line)))
}

export async function writeShallow(gitdir: string, { added, removed }: ShallowChanges): Promise<void> {
  if (added.length === 0 && removed.length === 0) return
  const commits = new Set([...(await readShallow(gitdir)), ...added])
  for (const commit of removed) commits.delete(commit)
  const file = join(gitdir, 'shallow')
  if (commits.size === 0) return rm(file, { force: true })
  await writeFile(`${file}.lock`, [...commits].sort().join('\n') + '\n', { flush: true })
  await rename(`${file}.lock`, file)
}
