import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { BenchRepository } from '../repository/bench-repository.ts'
import type { ServerProcessOptions } from '../server/server-process.ts'
import { ServerProcess } from '../server/server-process.ts'
import type { SyncWorkload } from '../workload/sync-workload.ts'
import { commonFiles, flagFiles } from '../workload/sync-workload.ts'

/** A server that serves a workload from its repository. */
export interface ServedWorkload {
  readonly repository: BenchRepository
  readonly server: ServerProcess
  /** From the start of the process until every environment was served. */
  readonly coldStartMs: number
}

type Options = Pick<ServerProcessOptions, 'env' | 'isOperated'>

const LOOK_MS = 20
const SERVED_WITHIN_MS = 180_000

/** Gives `use` a server with a fresh repository and data directory, and removes all of it afterwards. */
export async function withServer<T>(
  workload: SyncWorkload,
  options: Options,
  use: (served: ServedWorkload) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-sync-'))
  try {
    const repository = await BenchRepository.create(join(directory, 'config.git'))
    await repository.commit('Start', { files: [...commonFiles(workload), ...flagFiles(workload, 0)] })
    const startedAt = performance.now()
    const server = await ServerProcess.start({ gitdir: repository.gitdir, directory, ...options })
    try {
      await untilServed(server, workload.environments)
      return await use({ repository, server, coldStartMs: performance.now() - startedAt })
    } finally {
      await server.stop()
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function untilServed(server: ServerProcess, environments: readonly string[]): Promise<void> {
  const deadline = performance.now() + SERVED_WITHIN_MS
  for (const environment of environments) {
    while ((await server.api.snapshot(environment).catch(() => undefined)) === undefined) {
      if (!server.isAlive) throw new Error('the server ended before it served anything')
      if (performance.now() > deadline) throw new Error(`${environment} was not served in time`)
      await setTimeout(LOOK_MS)
    }
  }
}
