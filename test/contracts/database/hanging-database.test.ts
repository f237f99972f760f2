import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { eventually } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../server/src/errors.ts'
import { AN_ATTEMPT, ask, countHeads, databasesForTests } from './databases-for-tests.ts'

const { aDatabase, atUrl, behindGate } = databasesForTests()

function isDone(promise: Promise<unknown>) {
  const state = { promise, yet: false }
  void promise.then(() => (state.yet = true))
  return state
}

/** Takes connections and says nothing. */
async function aSilentServer() {
  const server = createServer()
  const sockets: Socket[] = []
  const connected = once(server, 'connection')
  server.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connected,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('a Database that hangs', () => {
  // Far more than a statement takes on a slow machine, and little to wait for.
  const limits = { connectTimeoutMs: 2_000, statementTimeoutMs: 2_000 }

  it('is given up, and is connected anew by whoever asks next', async () => {
    const { gate, location } = await behindGate()
    const { database } = aDatabase(location, { limits })
    await countHeads(database)

    gate.freeze()
    await expect(countHeads(database)).rejects.toMatchObject({
      message: expect.stringContaining('Query read timeout') as string,
    })

    expect(await countHeads(database)).toBe(0)
    await database.close()
    await gate.shut()
  })

  it('is given up in the middle of a transaction without waiting for its end too', async () => {
    const { gate, location } = await behindGate()
    const { database } = aDatabase(location, { limits })
    await countHeads(database)

    const work = database.atomically(async (manager) => {
      await manager.query(AN_ATTEMPT)
      gate.freeze()
      await manager.query(AN_ATTEMPT)
    })

    await expect(work).rejects.toBeInstanceOf(StoreError)
    expect(await ask(database, 'SELECT count(*)::int AS count FROM sync_attempts')).toEqual([{ count: 0 }])
    await database.close()
    await gate.shut()
  })

  it('keeps nobody waiting for a connection that others do not give back', async () => {
    const { database } = aDatabase(await atUrl(), { limits: { ...limits, idleInTransactionMs: 60_000 } })
    let giveBack = (): void => undefined
    const until = new Promise<void>((resolve) => (giveBack = resolve))
    let held = 0
    const hold = () => {
      held += 1
      return until
    }
    const holders = Array.from({ length: 10 }, () => database.transact(hold))
    await eventually('all are held', () => held === 10)

    await expect(countHeads(database)).rejects.toMatchObject({
      message: expect.stringContaining('timeout exceeded') as string,
    })

    giveBack()
    await Promise.all(holders)
  })

  it('gives others the locks of one that was cut off in a transaction', async () => {
    const { gate, location } = await behindGate()
    const { database: cutOff } = aDatabase(location, { limits: { idleInTransactionMs: 1_000 } })
    const { database: other } = aDatabase(location, { limits: { idleInTransactionMs: 60_000 } })
    await countHeads(cutOff)
    let goOn = (): void => undefined
    const cut = new Promise<void>((resolve) => (goOn = resolve))
    let noteLocked = (): void => undefined
    const locked = new Promise<void>((resolve) => (noteLocked = resolve))
    const broken = cutOff.transact(async (tx) => {
      await cutOff.run((manager) => manager.query('LOCK TABLE heads'), tx)
      noteLocked()
      await cut
    })
    await locked
    gate.freeze()

    expect(await countHeads(other)).toBe(0)

    await gate.shut()
    goOn()
    await expect(broken).rejects.toBeInstanceOf(StoreError)
  })

  it('is closed in time, and what was under way fails', async () => {
    const { gate, location } = await behindGate()
    const { database, clock } = aDatabase(location)
    await countHeads(database)
    gate.freeze()
    const outcomes = Promise.allSettled([
      database.atomically((manager) => manager.query(AN_ATTEMPT)),
      countHeads(database),
    ])

    const closed = isDone(database.close({ withinMs: 1_000 }))
    await clock.advance(999)
    expect(closed.yet).toBe(false)
    await clock.advance(1)

    await closed.promise
    expect(
      (await outcomes).map(
        (outcome) => outcome.status === 'rejected' && outcome.reason instanceof StoreError,
      ),
    ).toEqual([true, true])
    await gate.shut()
  })

  it('is closed in time while it is connected to', async () => {
    await using silent = await aSilentServer()
    const { database, clock } = aDatabase({
      kind: 'server',
      url: `postgres://a:b@127.0.0.1:${silent.port}/c`,
    })
    const asked = countHeads(database).catch((error: unknown) => error)
    await silent.connected

    const closed = database.close({ withinMs: 1_000 })
    await clock.advance(1_000)

    await closed
    expect(await asked).toBeInstanceOf(StoreError)
  })
})
