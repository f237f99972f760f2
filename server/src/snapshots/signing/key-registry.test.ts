import { generateKeyPairSync } from 'node:crypto'
import { STREAM_SUBPROTOCOL, streamPath } from '@evenkeel/core/protocol'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FakeDatabase } from '../../database/fake-database.ts'
import { UnheardDatabase } from '../../database/unheard-database.ts'
import { HttpProblem } from '../../errors.ts'
import { Lifecycle } from '../../health/lifecycle.ts'
import { Readiness } from '../../health/readiness.ts'
import { aBase } from '../../preparation/base/a-base.ts'
import type { PublisherSurroundings } from '../../publication/a-publisher.ts'
import { aPublisher } from '../../publication/a-publisher.ts'
import { StreamAdmission } from '../../streaming/stream-admission.ts'
import { bearer, knownTokens } from '../serving/an-app.ts'
import { signingKeyOf } from './signing-key.ts'

const COMMIT = '1'.repeat(40)
const aSigningKey = () => signingKeyOf(generateKeyPairSync('ed25519').privateKey)

/** A server; `publish` publishes its only commit. */
function aServer(surroundings: Partial<PublisherSurroundings> = {}) {
  const clock = fakeClock()
  const parts = aPublisher({ clock, ...surroundings })
  const publish = () =>
    parts.publisher.publish({
      cause: 'commit',
      preparer: parts.preparer,
      admitted: { commit: COMMIT, committedAt: new Date(0), subject: 'First', author: 'Ada' },
      changes: () => [{ base: aBase({ commit: COMMIT }), operations: [] }],
    })
  const start = () => parts.service.restore(() => parts.keys.checkAtStart())
  return { ...parts, clock, publish, start }
}

/** On a database that belongs to another key, and has been published to. */
async function withStrangeKey() {
  const theirs = aServer({ signingKey: aSigningKey() })
  await theirs.publish()
  const signingKey = aSigningKey()
  return { theirs, signingKey, ours: aServer({ database: theirs.database, signingKey }) }
}

const thrownBy = (work: () => unknown): HttpProblem | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof HttpProblem) return error
    throw error
  }
}

describe('a database that knows no key', () => {
  it('takes that of the first publisher', async () => {
    const { publish, keyStore, signingKey, clock } = aServer()

    await publish()

    expect(await keyStore.list()).toEqual([
      { id: signingKey.id, publicKey: signingKey.publicKey, registeredAt: new Date(clock.now()) },
    ])
  })

  it('takes it with what is published, or neither', async () => {
    const { publisher, preparer, keyStore, store } = aServer()
    const alongside = () => Promise.reject(new Error('broken off'))

    await expect(
      publisher.publish({
        cause: 'commit',
        preparer,
        admitted: { commit: COMMIT, committedAt: new Date(0), subject: 'First', author: 'Ada' },
        changes: () => [{ base: aBase({ commit: COMMIT }), operations: [] }],
        alongside,
      }),
    ).rejects.toThrow('broken off')

    expect(await keyStore.list()).toEqual([])
    expect(store.publications).toEqual([])
  })

  it('takes one of two that publish at once', async () => {
    const database = new FakeDatabase()
    const servers = [aSigningKey(), aSigningKey()].map((signingKey) => aServer({ database, signingKey }))

    const published = await Promise.allSettled(servers.map(({ publish }) => publish()))

    expect(published.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await servers[0]?.keyStore.list()).toHaveLength(1)
  })
})

describe('a server that starts with a key that its database does not know', () => {
  it('gives nothing out, is not ready, refuses streams, and says why and what to do', async () => {
    const { ours, signingKey } = await withStrangeKey()
    await ours.start()
    await ours.publisher.catchUp()

    expect(ours.service.held).toHaveLength(1)
    expect(ours.service.list()).toEqual([])
    expect(ours.service.findFrame('production')).toBeUndefined()
    const readiness = new Readiness({
      lifecycle: new Lifecycle(),
      served: ours.service,
      findDatabaseProblem: () => undefined,
    })
    const admission = new StreamAdmission(knownTokens(), ours.service)
    const request = {
      method: 'GET',
      url: streamPath('production'),
      headers: {
        ...bearer('an-operator'),
        upgrade: 'websocket',
        'sec-websocket-protocol': STREAM_SUBPROTOCOL,
      },
    }
    for (const problem of [
      thrownBy(() => readiness.requireReady()),
      thrownBy(() => admission.admit(request)),
    ]) {
      expect(problem).toMatchObject({ status: 503, code: 'signing-key-unregistered' })
      expect(problem?.message).toContain(`The signing key ${signingKey.id} is not registered`)
      expect(problem?.message).toContain('evenkeel-server keys add')
    }
    expect(ours.logger.messages('error')).toEqual([expect.stringMatching(/^Nothing is served: /)])
  })

  it('gives nothing out either when it first hears of its key from a publication', async () => {
    const { ours } = await withStrangeKey()

    await expect(ours.publish()).rejects.toMatchObject({ code: 'store-unavailable' })

    expect(ours.service.list()).toEqual([])
    expect(ours.store.publications).toHaveLength(1)
  })

  it('serves once its key is registered, without a restart', async () => {
    const { ours, signingKey, theirs } = await withStrangeKey()
    await ours.publisher.catchUp()
    expect(ours.served()).toEqual([])

    await theirs.keyStore.register(signingKey, new Date(0))
    await ours.publisher.catchUp()

    expect(ours.served()).toEqual([`production 1.1 ${COMMIT}`])
    expect(ours.service.withheld).toBeUndefined()
    await ours.publish()
    expect(ours.served()).toEqual([`production 1.2 ${COMMIT}`])
  })

  it('is refused in the same way with a key that was retired', async () => {
    const { ours, signingKey, theirs } = await withStrangeKey()
    await theirs.keyStore.register(signingKey, new Date(0))
    await theirs.keyStore.retire(signingKey.id, new Date(1))

    await ours.publisher.catchUp()

    expect(ours.service.withheld).toContain(`The signing key ${signingKey.id} was retired`)
    await expect(ours.publish()).rejects.toThrow(/was retired/)
  })
})

describe('a server that serves already', () => {
  it('goes on, publishes nothing, and raises one alarm when the database does not know its key', async () => {
    const { ours: before, signingKey, theirs } = await withStrangeKey()
    await theirs.keyStore.register(signingKey, new Date(0))
    await before.publisher.catchUp()
    const { lastKnownGood, clock } = before
    const strange = aServer({ signingKey: aSigningKey() })
    await strange.publish()

    const ours = aServer({ database: strange.database, lastKnownGood, clock, signingKey })
    strange.database.isDown = true
    await ours.start()
    strange.database.isDown = false
    await ours.publisher.catchUp()
    await ours.publisher.catchUp()

    expect(ours.served()).toEqual([`production 1.1 ${COMMIT}`])
    expect(ours.logger.messages('error')).toEqual([
      expect.stringContaining('What is served goes on being served.'),
    ])
    await expect(ours.publish()).rejects.toMatchObject({ code: 'store-unavailable' })
    expect(strange.store.publications).toHaveLength(1)
  })

  it('goes on when its key is retired, until it is started again', async () => {
    const { publish, keyStore, signingKey, publisher, served, database, lastKnownGood, clock } = aServer()
    await publish()
    await publisher.catchUp()
    await keyStore.register(aSigningKey(), new Date(0))
    await keyStore.retire(signingKey.id, new Date(1))

    await publish()
    expect(served()).toEqual([`production 1.2 ${COMMIT}`])

    const after = aServer({ database, lastKnownGood, clock, signingKey })
    await after.start()
    expect(after.served()).toEqual([])
    expect(after.service.withheld).toContain('was retired')
  })
})

describe('a server that starts from the last known good', () => {
  it('serves while the database is away, without waiting', async () => {
    const before = aServer()
    await before.publish()
    const { database, lastKnownGood, clock } = before
    const after = aServer({ database, lastKnownGood, clock })
    database.isDown = true

    await after.start()

    expect(after.served()).toEqual([`production 1.1 ${COMMIT}`])
  })

  it('waits five seconds at most for a database that does not answer', async () => {
    const before = aServer()
    await before.publish()
    const { database, lastKnownGood, clock } = before
    const after = aServer({ database, lastKnownGood, clock })
    const release = database.hang()
    const started = after.start()

    await clock.advance(4_999)
    expect(after.served()).toEqual([])
    await clock.advance(1)
    await started

    expect(after.served()).toEqual([`production 1.1 ${COMMIT}`])
    release()
  })

  it('gives nothing out when the database answers in time that it knows another key', async () => {
    const { ours, theirs } = await withStrangeKey()
    const after = aServer({ database: theirs.database, lastKnownGood: theirs.lastKnownGood })

    await after.start()

    expect(after.served()).toEqual([])
    expect(ours.logger.messages('error')).toEqual([])
  })
})

describe('a key whose registration nobody heard of', () => {
  it('is good when it was committed', async () => {
    const database = new UnheardDatabase()
    const { publish, publisher, served } = aServer({ database })
    database.losesAnswer = true
    await expect(publish()).rejects.toMatchObject({ code: 'store-unavailable' })

    await publisher.catchUp()

    expect(served()).toEqual([`production 1.1 ${COMMIT}`])
  })
})
