import { mkdir, rm } from 'node:fs/promises'
import type { Server } from 'node:net'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { StartError } from '../errors.ts'

/** The longest path that a socket may have everywhere. */
const MAX_SOCKET_PATH = 100

/**
 * Makes the data directory and keeps it for this process: two servers in one would corrupt the embedded database.
 * A socket holds it, which ends with the process whatever ends that. Gives the way to let go. Throws StartError.
 */
export async function claimDataDirectory(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw unusable(dataDir, 'made', cause)
  })
  const path = join(dataDir, 'in-use.sock')
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) return () => Promise.resolve()
  const holder = await holdOrTakeOver(path).catch((cause: unknown) => {
    throw unusable(dataDir, 'written to', cause)
  })
  if (!holder) {
    throw new StartError(
      'data-directory-in-use',
      `Another server is running in the data directory ${dataDir}`,
      'Stop it, or give each server its own, with --data-dir or EVENKEEL_DATA_DIR.',
    )
  }
  return () => new Promise((resolve) => holder.close(() => resolve()))
}

/** Listens at `path`; undefined where somebody does or did. */
function hold(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(path, () => resolve(server.unref()))
  })
}

function unusable(dataDir: string, what: string, cause: unknown): StartError {
  return new StartError(
    'data-directory-unusable',
    `The data directory ${dataDir} cannot be ${what} (${(cause as NodeJS.ErrnoException).code ?? ''})`,
    'Choose one that this user may write, with --data-dir or EVENKEEL_DATA_DIR.',
    { cause },
  )
}

async function holdOrTakeOver(path: string): Promise<Server | undefined> {
  return (await hold(path)) ?? (await holdAfterCrash(path))
}

async function holdAfterCrash(path: string): Promise<Server | undefined> {
  if (await answers(path)) return undefined
  await rm(path, { force: true })
  return hold(path)
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
