import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFreePort } from './find-free-port.ts'
import { ProcessChannel } from './process-channel.ts'
import { ServerApi } from './server-api.ts'

const MAIN = fileURLToPath(new URL('../../../../server/dist/main.js', import.meta.url))
const WORKER = fileURLToPath(new URL('../worker.js', import.meta.url))
const PROBE = new URL('./probe.js', import.meta.url).href
const END_MS = 20_000

export interface ServerProcessOptions {
  readonly gitdir: string
  /** Has the data directory in it. */
  readonly directory: string
  /** Whether it has a door for operations, which is not how it is deployed. */
  readonly isOperated?: boolean
  /** Options by environment variable, beside those that every measured server has. */
  readonly env?: Readonly<Record<string, string>>
}

/** The built server in a process of its own, with a probe in it. */
export class ServerProcess {
  readonly api: ServerApi
  readonly channel: ProcessChannel
  readonly pid: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, api: ServerApi) {
    if (child.pid === undefined) throw new Error('the server did not start')
    this.#child = child
    this.pid = child.pid
    this.api = api
    this.channel = new ProcessChannel(child)
  }

  /** Gives it at once: it does not listen yet. */
  static async start(options: ServerProcessOptions): Promise<ServerProcess> {
    const { gitdir, directory, isOperated = false, env } = options
    const port = await findFreePort()
    const token = 'admin-token-of-a-benchmark'
    const webhookSecret = 'secret-of-a-benchmark'
    const child = fork(isOperated ? WORKER : MAIN, [], {
      execArgv: ['--import', PROBE],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        EVENKEEL_REPO: gitdir,
        EVENKEEL_DATA_DIR: join(directory, 'data'),
        EVENKEEL_PORT: String(port),
        EVENKEEL_ADMIN_TOKEN: token,
        EVENKEEL_WEBHOOK_SECRET: webhookSecret,
        EVENKEEL_TICK_SECONDS: '1',
        EVENKEEL_ADMISSION_MEMORY_MIB: '768',
        EVENKEEL_LOG_LEVEL: 'fatal',
        EVENKEEL_LAME_DUCK_SECONDS: '0',
        ...env,
      },
    })
    return new ServerProcess(child, new ServerApi({ port, token, webhookSecret }))
  }

  /** Whether it still runs. */
  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  async stop(): Promise<void> {
    this.api.close()
    if (!this.isAlive) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    const deadline = setTimeout(() => this.#child.kill('SIGKILL'), END_MS)
    await ended
    clearTimeout(deadline)
  }
}
