import fs from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import git from 'isomorphic-git'

/** Files on disk, in a folder of their own that is gone after `await using`. */
export interface FakeWorkTree extends AsyncDisposable {
  readonly path: string
  write(path: string, content: string | Uint8Array): Promise<void>
  remove(path: string): Promise<void>
  /** Commits everything there is to `main`; gives the commit's full id. */
  commit(message: string): Promise<string>
}

interface FileOnDisk {
  readonly path: string
  readonly bytes: Uint8Array
}

const AUTHOR = { name: 'Ada Example', email: 'ada@example.com' }

export async function fakeWorkTree(files: readonly FileOnDisk[]): Promise<FakeWorkTree> {
  const dir = await mkdtemp(join(tmpdir(), 'evenkeel-'))
  const write = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), content)
  }
  for (const { path, bytes } of files) await write(path, bytes)
  return {
    path: dir,
    write,
    remove: (path) => rm(join(dir, path)),
    async commit(message) {
      await git.init({ fs, dir, defaultBranch: 'main' })
      for (const [filepath, , onDisk] of await git.statusMatrix({ fs, dir })) {
        await (onDisk === 0 ? git.remove({ fs, dir, filepath }) : git.add({ fs, dir, filepath }))
      }
      return git.commit({ fs, dir, message, author: AUTHOR })
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }),
  }
}
