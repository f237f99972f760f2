import { cp, copyFile, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { formatRevision, parseRevision } from '@evenkeel/core/revision'
import type { Client, ClientOptions } from '@evenkeel/sdk'
import { createClient } from '@evenkeel/sdk'
import type { RunningServer, ServerConfig } from '@evenkeel/server'
import { startServer } from '@evenkeel/server'
import { eventually } from '@evenkeel/test/support'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runRestoreCommand } from '../../server/src/maintenance/restore-command.ts'
import type { RealPostgres } from '../support/real-postgres.ts'
import { startPostgres } from '../support/real-postgres.ts'
import type { ServerOnStage } from './a-running-server.ts'
import { aRunningServer } from './a-running-server.ts'
import { OPERATED, anOperator } from './an-operator.ts'

const FLAG_FILE = 'flags/checkout-redesign.yaml'
const STAFF = { email: 'ada@example.com' }

const ignore = () => undefined
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }
const clients: Client[] = []
const servers: RunningServer[] = []
let postgres: RealPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

afterAll(() => postgres.stop())

/** A service that knows the key it will trust. */
async function aService(stage: ServerOnStage, options: ClientOptions = {}): Promise<Client> {
  const { publicKey } = await anOperator(stage.server.url).environment()
  const client = createClient({
    url: stage.server.url,
    environment: 'production',
    token: stage.token,
    publicKeys: [publicKey],
    pollSeconds: 1,
    logger: silent,
    ...options,
  })
  clients.push(client)
  await client.ready({ timeoutMs: 120_000 })
  return client
}

/** Where `stage` was, so that its services find it. */
async function startAgain(stage: ServerOnStage, parts: Partial<ServerConfig> = {}): Promise<RunningServer> {
  const port = Number(new URL(stage.server.url).port)
  const server = await startServer({ ...stage.config, port, ...parts })
  servers.push(server)
  return server
}

const push = async ({ repository }: ServerOnStage, from: string, to: string): Promise<string> =>
  repository.commit('Change the flag', {
    [FLAG_FILE]: (await repository.readText(FLAG_FILE)).replace(from, to),
  })

const sees = (client: Client, expected: boolean): boolean =>
  client.getBoolean('checkout-redesign', !expected, STAFF) === expected

const commitOf = (client: Client): string | undefined =>
  client.getBooleanDetails('checkout-redesign', false, STAFF).flagMetadata.commit

describe('services that trust one key', () => {
  it('see the kill switch that was merged while their server lost its disk and its database', async () => {
    await using stage = await aRunningServer('sdk-server', OPERATED)
    const service = await aService(stage)
    expect(sees(service, true)).toBe(true)
    const before = parseRevision((await anOperator(stage.server.url).environment()).revision)
    const signingKeyFile = join(stage.config.dataDir, '../key-from-the-backup.pem')
    await copyFile(join(stage.config.dataDir, 'signing-key.pem'), signingKeyFile)

    await stage.server.close()
    await rm(stage.config.dataDir, { recursive: true })
    await push(stage, 'state: ENABLED', 'state: DISABLED')
    const server = await startAgain(stage, { signingKeyFile })

    await eventually('the service sees it', () => sees(service, false))
    const { revision } = await anOperator(server.url).environment()
    expect(parseRevision(revision)!.epoch).toBeGreaterThan(before!.epoch)
  })
})

describe('a server whose data directory was restored from an older copy', () => {
  it('names the services that are ahead of it, and has them follow again once it is told to', async () => {
    await using stage = await aRunningServer('sdk-server', OPERATED)
    const { dataDir } = stage.config
    const copy = `${dataDir}-copy`
    const service = await aService(stage)
    await stage.server.close()
    await cp(dataDir, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') })
    const first = await startAgain(stage)
    for (const [from, to] of [
      ['com', 'org'],
      ['org', 'net'],
    ] as const) {
      const commit = await push(stage, `@example.${from}`, `@example.${to}`)
      await eventually('the service has it', () => commitOf(service) === commit)
    }
    await first.close()

    await rm(dataDir, { recursive: true })
    await rename(copy, dataDir)
    await push(stage, '@example.net', '@example.com')
    const restored = await startAgain(stage)
    const ahead = await eventually(
      'the service is named',
      async () => (await anOperator(restored.url).sync()).clientsAhead?.[0],
    )

    expect(ahead).toMatchObject({ environment: 'production', count: 1 })
    expect((await anOperator(restored.url).sync()).message).toContain('run evenkeel-server restore')
    expect(sees(service, false)).toBe(true)

    await restored.close()
    const above = formatRevision(ahead.clients[0]!.applied)
    const said = await runRestoreCommand(['--data-dir', dataDir, '--above', above])
    expect(said).toMatch(/begins epoch \d+/)
    const cured = await startAgain(stage)
    await eventually('the service follows again', () => sees(service, true))
    await eventually(
      'nobody is ahead',
      async () => (await anOperator(cured.url).sync()).clientsAhead === undefined,
    )
  })
})

describe('two servers on one database', () => {
  it('serve the newest commit when the mirror of one lags, which alone is held until it catches up', async () => {
    await using stage = await aRunningServer('sdk-server', {
      ...OPERATED,
      databaseUrl: await postgres.createDatabase(),
    })
    const { gitdir } = stage.repository
    const mirror = join(gitdir, '../lagging.git')
    await cp(gitdir, mirror, { recursive: true })
    // One address, at which the other server finds the mirror later on.
    const address = join(gitdir, '../mirror.git')
    await symlink(gitdir, address)
    const other = await startServer({
      ...stage.config,
      repo: { kind: 'local', path: address },
      dataDir: `${stage.config.dataDir}-2`,
      signingKeyFile: join(stage.config.dataDir, 'signing-key.pem'),
    })
    servers.push(other)
    const operator = anOperator(stage.server.url)
    const theirs = anOperator(other.url)
    await eventually('both serve', async () => (await theirs.sync()).outcome === 'unchanged')

    await rm(address)
    await symlink(mirror, address)
    const newest = await push(stage, '@example.com', '@example.org')
    await eventually('the other is held', async () => (await theirs.sync()).holds[0]?.code === 'rewound')

    expect((await operator.sync()).holds).toEqual([])
    await eventually('both serve the newest', async () => {
      const commits = await Promise.all([operator.environment(), theirs.environment()])
      return commits.every(({ commit }) => commit === newest)
    })

    await rm(mirror, { recursive: true })
    await cp(gitdir, mirror, { recursive: true })
    await eventually('the hold has ended', async () => (await theirs.sync()).outcome === 'unchanged')
    expect(await theirs.sync()).toMatchObject({ holds: [], served: [{ commit: newest }] })
  })
})
