import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { ImportedCommit } from './fast-import.ts'
import { fastImport } from './fast-import.ts'

const BRANCH = 'refs/heads/main'
const STAGED = 'refs/heads/staged'

type Changes = Pick<ImportedCommit, 'files' | 'removed'>

/** A bare repository on disk. Commits are written beforehand, so that pushing one is only a matter of the branch. */
export class BenchRepository {
  readonly gitdir: string
  #tip: string | undefined

  private constructor(gitdir: string) {
    this.gitdir = gitdir
  }

  static async create(gitdir: string): Promise<BenchRepository> {
    await promisify(execFile)('git', ['init', '--quiet', '--bare', '--initial-branch=main', gitdir])
    return new BenchRepository(gitdir)
  }

  /** Writes a commit on top of the one that was staged last, on no branch that is served; gives its full id. */
  async stage(message: string, changes: Changes): Promise<string> {
    const parent = this.#tip
    await fastImport(this.gitdir, {
      message,
      ref: STAGED,
      ...changes,
      ...(parent !== undefined && { parent }),
    })
    this.#tip = await this.#git('rev-parse', STAGED)
    return this.#tip
  }

  /** Lets the branch be at a commit that was staged. */
  async push(commit: string): Promise<void> {
    await this.#git('update-ref', BRANCH, commit)
  }

  async commit(message: string, changes: Changes): Promise<string> {
    const commit = await this.stage(message, changes)
    await this.push(commit)
    return commit
  }

  async #git(...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('git', [...args], {
      env: { ...process.env, GIT_DIR: this.gitdir },
    })
    return stdout.trim()
  }
}
