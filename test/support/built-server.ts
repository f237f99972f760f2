import { execFile } from 'node:child_process'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { threadId } from 'node:worker_threads'

const ROOT = findRoot()
const LOCK = join(ROOT, 'node_modules/.cache/built-server.lock')
const LOOK_AGAIN_MS = 50

type Package = 'server' | 'cli' | 'test'

export interface BuiltPackage {
  /** The folder of what was built; it has the paths of the package's `src`. */
  readonly dist: string
}

const built = new Map<Package, Promise<BuiltPackage>>()

/**
 * The server as it is deployed, for tests of what can only run from what was built: worker threads and child
 * processes. It is built once for a whole run, and only what changed since the last; whoever asks meanwhile waits.
 */
export function builtServer(): Promise<BuiltPackage> {
  return builtOnce('server')
}

/** The same of the command. */
export function builtCli(): Promise<BuiltPackage> {
  return builtOnce('cli')
}

/** The same of what only tests run in processes of their own; it has the paths of `test`. */
export function builtTests(): Promise<BuiltPackage> {
  return builtOnce('test')
}

function builtOnce(name: Package): Promise<BuiltPackage> {
  const found = built.get(name) ?? underLock(() => build(name))
  built.set(name, found)
  return found
}

/** As tests run from sources, their types unchecked: that is for the build of the gate. */
async function build(name: Package): Promise<BuiltPackage> {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  try {
    await promisify(execFile)(process.execPath, [compiler, '-b', name, '--noCheck'], { cwd: ROOT })
  } catch (error) {
    const { stdout } = error as { readonly stdout?: string }
    throw new Error(`The ${name} could not be built:\n${stdout ?? ''}`, { cause: error })
  }
  return { dist: join(ROOT, name, 'dist') }
}

/** One builder at a time, of all processes and threads; the lock of a process that has ended is taken over. */
async function underLock<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(LOCK), { recursive: true })
  while (!(await takeLock())) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  try {
    return await work()
  } finally {
    await rm(LOCK, { force: true })
  }
}

async function takeLock(): Promise<boolean> {
  const mine = `${LOCK}.${process.pid}.${threadId}`
  await writeFile(mine, String(process.pid))
  try {
    // The lock appears with its owner in it, or not at all.
    await link(mine, LOCK)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const owner = await readFile(LOCK, 'utf8').catch(() => '')
    if (owner !== '' && !isAlive(Number(owner))) await rm(LOCK, { force: true })
    return false
  } finally {
    await rm(mine, { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The same from `test/support` and from `test/dist/support`. */
function findRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  return here.slice(0, here.lastIndexOf(`${join('/', 'test')}/`))
}
