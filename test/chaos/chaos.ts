import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Operation } from '@evenkeel/core/compilation'
import type { ServerConfig } from '@evenkeel/server'
import { generateToken, hashToken, loadConfig } from '@evenkeel/server'
import { aConfigRepository } from '../support/a-config-repository.ts'
import type { BareRepository } from '../support/bare-repository.ts'
import { createBareRepository } from '../support/bare-repository.ts'
import { eventually } from '../support/eventually.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { MortalServer } from './mortal-server.ts'
import { WatchingClient } from './watching-client.ts'

export interface ChaosOptions {
  readonly kills: number
  /** Absent: embedded, with one server. */
  readonly databaseUrl?: string
  readonly servers: 1 | 2
  /** In [0, 1), as Math.random; the same gives the same instants. */
  readonly random: () => number
}

export interface ChaosReport {
  readonly kills: number
  readonly operations: number
  readonly commits: number
  readonly frames: number
  /** What must never be seen, in words; empty when all is well. */
  readonly violations: readonly string[]
}

const FLAG_FILE = 'flags/checkout-redesign.yaml'
const MAX_LIFE_MS = 400
/** So many of all die while they start, before operators can ask anything. */
const EARLY_DEATHS = 0.25

/** Kills servers at random instants while commits are pushed and operators change things; looks for anything lost. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const directory = await temporaryDirectory()
  try {
    return await new Chaos(options, directory.path).run()
  } finally {
    await directory[Symbol.asyncDispose]()
  }
}

class Chaos {
  readonly #options: ChaosOptions
  readonly #directory: string
  readonly #token = generateToken('admin')
  readonly #clients: readonly WatchingClient[]
  readonly #violations: string[] = []
  #repository!: BareRepository
  #variant = 0
  #commits = 0
  #operations = 0
  /** Acknowledged last, and asked for after that without an answer. */
  #known: Operation | undefined
  #possible: Operation | undefined

  constructor(options: ChaosOptions, directory: string) {
    this.#options = options
    this.#directory = directory
    this.#clients = Array.from({ length: options.servers }, () => new WatchingClient(this.#token))
  }

  async run(): Promise<ChaosReport> {
    await this.#prepare()
    for (let round = 0; round < this.#options.kills; round++) await this.#live(round)
    return {
      kills: this.#options.kills,
      operations: this.#operations,
      commits: this.#commits,
      frames: this.#clients.reduce((sum, { frames }) => sum + frames, 0),
      violations: [...this.#violations, ...this.#clients.flatMap(({ violations }) => violations)],
    }
  }

  async #prepare(): Promise<void> {
    this.#repository = await createBareRepository(join(this.#directory, 'config.git'))
    const files = aConfigRepository().files()
    await this.#repository.commit('Start', Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])))
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
    await writeFile(join(this.#directory, 'key.pem'), pem, { mode: 0o600 })
    const sha256 = hashToken(this.#token).toString('hex')
    await writeFile(
      join(this.#directory, 'tokens.json'),
      JSON.stringify([{ name: 'chaos', kind: 'admin', sha256 }]),
    )
  }

  /** All servers start on what is there, live for a while, and die. */
  async #live(round: number): Promise<void> {
    const servers = await Promise.all(
      this.#clients.map((_, index) => MortalServer.start(this.#configOf(index))),
    )
    let isOver = false
    const watching = servers.map(({ url }, index) => this.#clients[index]?.watch(url, () => isOver))
    const [first] = servers
    if (!first) return
    const working = [this.#push(() => isOver)]
    if (this.#options.random() >= EARLY_DEATHS) {
      await eventually('the server serves', async () => (await fetch(`${first.url}/readyz`)).ok)
      await this.#compare(round, first)
      working.push(this.#operate(first, () => isOver))
    }
    await setTimeout(this.#options.random() * MAX_LIFE_MS)
    isOver = true
    await Promise.all(servers.map((server) => server.kill()))
    await Promise.all([...watching, ...working])
  }

  /** What was answered to operators before the last death is in force. */
  async #compare(round: number, server: MortalServer): Promise<void> {
    const expected = [this.#known, this.#possible].map((operation) =>
      JSON.stringify(operation ? [operation] : []),
    )
    const found = await eventually('the operations are as they were answered', async () => {
      const listed = JSON.stringify((await server.list('production')) ?? [])
      return expected.includes(listed) ? listed : undefined
    }).catch((error: unknown) => {
      this.#violations.push(`round ${round}: ${String(error)}; expected ${expected.join(' or ')}`)
      return undefined
    })
    this.#known = found === expected[1] ? (this.#possible ?? this.#known) : this.#known
    this.#possible = this.#known
  }

  async #operate(server: MortalServer, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const operation: Operation = {
        id: `operation-${++this.#operations}`,
        flag: 'checkout-redesign',
        variant: this.#operations % 2 === 0 ? 'on' : 'off',
      }
      this.#possible = operation
      const answered = await server.put('production', operation).catch(() => undefined)
      if (answered === undefined) return
      this.#known = operation
    }
  }

  async #push(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const text = await this.#repository.readText(FLAG_FILE)
      await this.#repository.commit(`Change ${++this.#commits}`, {
        [FLAG_FILE]: text.replace(/staff.*/, `staff-${++this.#variant}`),
      })
      await setTimeout(this.#options.random() * 50)
    }
  }

  #configOf(index: number): ServerConfig {
    const { databaseUrl } = this.#options
    return {
      ...loadConfig(['--repo', this.#repository.gitdir], {}),
      dataDir: join(this.#directory, `data-${index}`),
      signingKeyFile: join(this.#directory, 'key.pem'),
      port: 0,
      pollMs: 200,
      tickMs: 1000,
      tokensFile: join(this.#directory, 'tokens.json'),
      logLevel: 'silent',
      lameDuckMs: 0,
      drainMs: 1000,
      ...(databaseUrl !== undefined && { databaseUrl }),
    }
  }
}
