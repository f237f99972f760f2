import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { SourceText } from '../workload/flag-file.ts'

/** A file of zeros, which is never in memory as a whole. */
export interface ZerosFile {
  readonly path: string
  readonly zeros: number
}

export interface ImportedCommit {
  readonly message: string
  readonly ref: string
  /** Full object id of the commit that this one changes; absent, it is the first. */
  readonly parent?: string
  /** Written in this order; the same text is one blob, at however many paths. */
  readonly files: readonly (SourceText | ZerosFile)[]
  readonly removed?: readonly string[]
}

const CHUNK_BYTES = 2 ** 20

/** Writes a commit and all that is in it into one pack, which takes a moment for thousands of files. */
export async function fastImport(gitdir: string, commit: ImportedCommit): Promise<void> {
  const git = spawn('git', ['fast-import', '--quiet', '--force', '--done'], {
    env: { ...process.env, GIT_DIR: gitdir },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = once(git, 'exit')
  for (const part of partsOf(commit)) await write(git.stdin, part)
  git.stdin.end()
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`)
}

function* partsOf({ message, ref, parent, files, removed = [] }: ImportedCommit): Generator<string | Buffer> {
  const marks = new Map<string | number, number>()
  for (const file of files) {
    const content = 'zeros' in file ? file.zeros : file.text
    if (marks.has(content)) continue
    marks.set(content, marks.size + 1)
    yield `blob\nmark :${marks.size}\n`
    yield* dataOf(content)
  }
  yield `commit ${ref}\ncommitter Ada Example <ada@example.com> ${Math.floor(Date.now() / 1000)} +0000\n`
  yield* dataOf(message)
  if (parent !== undefined) yield `from ${parent}\n`
  for (const path of removed) yield `D ${path}\n`
  for (const file of files)
    yield `M 100644 :${marks.get('zeros' in file ? file.zeros : file.text)} ${file.path}\n`
  yield '\ndone\n'
}

function* dataOf(content: string | number): Generator<string | Buffer> {
  const bytes = typeof content === 'number' ? content : Buffer.byteLength(content)
  yield `data ${bytes}\n`
  if (typeof content === 'string') yield content
  else {
    const zeros = Buffer.alloc(CHUNK_BYTES)
    for (let left = content; left > 0; left -= CHUNK_BYTES)
      yield zeros.subarray(0, Math.min(left, CHUNK_BYTES))
  }
  yield '\n'
}

async function write(stream: Writable, part: string | Buffer): Promise<void> {
  if (!stream.write(part)) await once(stream, 'drain')
}
