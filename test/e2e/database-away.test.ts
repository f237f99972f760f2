import { join } from 'node:path'
import type { RunningServer } from '@evenkeel/server'
import { startServer } from '@evenkeel/server'
import { eventually } from '@evenkeel/test/support'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../server/src/clock.ts'
import { Database } from '../../server/src/database/database.ts'
import { FakeLogger } from '../../server/src/telemetry/fake-logger.ts'
import { tcpGate } from '../contracts/tcp-gate.ts'
import type { RealPostgres } from '../support/real-postgres.ts'
import { startPostgres } from '../support/real-postgres.ts'
import type { ServerOnStage } from './a-running-server.ts'
import { aRunningServer } from './a-running-server.ts'
import { OPERATED, anOperator } from './an-operator.ts'

const FLAG_FILE = 'flags/checkout-redesign.yaml'

let postgres: RealPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})

afterAll(() => postgres.stop())

/** A server whose way to its database can be shut; `direct` leads past that. */
async function aServerBehindGate() {
  const direct = await postgres.createDatabase()
  const url = new URL(direct)
  const gate = await tcpGate(Number(url.port))
  url.port = String(gate.port)
  const logger = new FakeLogger()
  const stage = await aRunningServer('sdk-server', { ...OPERATED, databaseUrl: url.href }, { logger })
  return { stage, gate, direct, logger }
}

const push = async ({ repository }: ServerOnStage, from: string, to: string): Promise<string> =>
  repository.commit('Change the flag', {
    [FLAG_FILE]: (await repository.readText(FLAG_FILE)).replace(from, to),
  })

/** What an operator sees of the database in the three places. */
async function seen({ url }: RunningServer) {
  const ready = (await (await fetch(`${url}/readyz`)).json()) as { readonly warnings?: readonly string[] }
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const { database } = await anOperator(url).sync()
  return {
    warnings: ready.warnings ?? [],
    up: /^evenkeel_database_up (\d)/m.exec(metrics)?.[1],
    problem: database?.code,
  }
}

describe('a database that is away', () => {
  it('is seen on /readyz, in the metric and in the sync while it is, and no longer', async () => {
    const { stage, gate } = await aServerBehindGate()
    expect(await seen(stage.server)).toEqual({ warnings: [], up: '1', problem: undefined })

    await gate.shut()
    await eventually('it is missed', async () => (await seen(stage.server)).up === '0')

    expect(await seen(stage.server)).toEqual({
      warnings: [expect.stringMatching(/cannot be used.*Nothing can be published until it can/)],
      up: '0',
      problem: 'store-unavailable',
    })
    expect((await fetch(`${stage.server.url}/readyz`)).status).toBe(200)

    await gate.open()
    await eventually('it is back', async () => (await seen(stage.server)).up === '1')
    expect(await seen(stage.server)).toEqual({ warnings: [], up: '1', problem: undefined })
    await stage[Symbol.asyncDispose]()
    await gate.shut()
  })
})

describe('a server that is stopped while its database hangs in a publication', () => {
  it('ends with the drain time, and has published nothing by halves', async () => {
    const { stage, gate, direct, logger } = await aServerBehindGate()
    const { commit: first } = await anOperator(stage.server.url).environment()
    const held = await holdPublications(direct)
    const second = await push(stage, '@example.com', '@example.org')
    await held.isWaitedFor()
    gate.freeze()

    await stage.server.close()
    expect(logger.messages('warn').join()).toContain('the drain time is over')
    expect(logger.messages('error').join()).not.toContain('left behind')
    await held.release()

    const dataDir = join(stage.config.dataDir, '../data-2')
    const signingKeyFile = join(stage.config.dataDir, 'signing-key.pem')
    const server = await startServer({ ...stage.config, dataDir, signingKeyFile })
    const { revision, commit } = await eventually('it serves', async () => {
      const environment = await anOperator(server.url)
        .environment()
        .catch(() => undefined)
      return environment?.commit === second && environment
    })
    expect(commit).not.toBe(first)
    expect(revision).toMatch(/^\d+\.2$/)
    await server.close()
    await stage[Symbol.asyncDispose]()
    await gate.shut()
  })
})

/** Has every publication wait in the database. */
async function holdPublications(url: string) {
  const database = new Database({
    location: { kind: 'server', url },
    clock: systemClock,
    logger: new FakeLogger(),
  })
  let release = (): void => undefined
  let isHeld = (): void => undefined
  const holding = new Promise<void>((resolve) => (isHeld = resolve))
  const released = new Promise<void>((resolve) => (release = resolve))
  const transaction = database.transact(async (tx) => {
    await database.run((manager) => manager.query('LOCK TABLE snapshots IN SHARE MODE'), tx)
    isHeld()
    await released
  })
  await holding
  return {
    isWaitedFor: () =>
      eventually('a publication waits', () =>
        database.run(async (manager) => {
          const waiting = await manager.query<unknown[]>('SELECT FROM pg_locks WHERE NOT granted')
          return waiting.length > 0
        }),
      ),
    async release() {
      release()
      await transaction
      await database.close()
    },
  }
}
