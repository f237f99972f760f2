import { writeClientMessage } from '@evenkeel/core/protocol'
import type { Hello, Status } from '@evenkeel/core/protocol'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { aFleet } from './a-fleet.ts'
import { aHello } from './a-hello.ts'
import type { Fleet, ServedHead } from './fleet.ts'

const at = (sequence: number, epoch = 1) => ({ applied: { epoch, sequence } })
const hello = (changes: Partial<Hello> = {}) => writeClientMessage({ ...aHello, ...changes })
const status = (standing: Omit<Status, 'type'>) => writeClientMessage({ type: 'status', ...standing })

const connected = (fleet: Fleet, environment: string, changes: Partial<Hello> = {}) => {
  const stream = fleet.connect(environment)
  stream.heard(hello(changes))
  return stream
}

const instancesOf = (fleet: Fleet, environment = 'production') =>
  fleet.clientsOf(environment).map(({ instance, over }) => `${instance} over ${over}`)

describe('a client that streams', () => {
  it('is known once it said hello, until its stream ends', async () => {
    const clock = fakeClock()
    const { fleet } = aFleet(clock)
    const stream = fleet.connect('production')
    expect(instancesOf(fleet)).toEqual([])
    stream.heard(hello())
    const { sdk, formats, limits, labels } = aHello
    expect(fleet.clientsOf('production')).toEqual([
      {
        environment: 'production',
        instance: 'shop-1',
        over: 'stream',
        lastSeenAt: new Date(clock.now()),
        ...{ sdk, formats, limits, labels },
      },
    ])
    await clock.advance(600_000)
    expect(instancesOf(fleet)).toEqual(['shop-1 over stream'])
    stream.ended()
    expect(instancesOf(fleet)).toEqual([])
  })

  it('stands where it said last that it does', () => {
    const { fleet, metrics } = aFleet(fakeClock())
    const stream = connected(fleet, 'production', at(3))
    stream.heard(status({ ...at(3), rejected: { code: 'wrong-signature', message: 'of another key' } }))
    expect(fleet.clientsOf('production')[0]).toMatchObject({
      ...at(3),
      rejected: { code: 'wrong-signature', message: 'of another key' },
    })
    stream.heard(status(at(4)))
    expect(fleet.clientsOf('production')[0]).toMatchObject({ ...at(4), labels: { service: 'shop' } })
    expect(fleet.clientsOf('production')[0]?.rejected).toBeUndefined()
    expect(metrics.rejected).toEqual(['production'])
  })

  it('is passed over, and counted, when it breaks the protocol', () => {
    const { fleet, metrics } = aFleet(fakeClock())
    const stream = fleet.connect('production')
    for (const message of ['', 'hello', '{"type":"hello"}', status(at(1))]) stream.heard(message)
    expect(metrics.refused).toHaveLength(4)
    stream.heard(hello())
    stream.heard(hello({ instance: 'cart-1' }))
    expect(metrics.refused).toHaveLength(5)
    expect(instancesOf(fleet)).toEqual(['shop-1 over stream'])
  })

  it('may say what only later servers understand', () => {
    const { fleet, metrics } = aFleet(fakeClock())
    fleet.connect('production').heard('{"type":"usage"}')
    expect(metrics.refused).toEqual([])
  })

  it('stays when a stream ends that it opened before the one it has', () => {
    const { fleet } = aFleet(fakeClock())
    const before = connected(fleet, 'production')
    connected(fleet, 'production', at(7))
    before.ended()
    expect(fleet.clientsOf('production')).toMatchObject([at(7)])
  })

  it('is one client although it polls too', () => {
    const { fleet } = aFleet(fakeClock())
    fleet.polled('production', hello(at(1)))
    expect(instancesOf(fleet)).toEqual(['shop-1 over poll'])
    const stream = connected(fleet, 'production', at(2))
    fleet.polled('production', hello(at(3)))
    expect(instancesOf(fleet)).toEqual(['shop-1 over stream'])
    expect(fleet.clientsOf('production')).toMatchObject([at(3)])
    stream.ended()
    expect(instancesOf(fleet)).toEqual([])
  })

  it('leaves a client of the same name in another environment alone', () => {
    const { fleet } = aFleet(fakeClock())
    connected(fleet, 'production', at(1))
    connected(fleet, 'staging', at(2)).ended()
    fleet.polled('staging', hello(at(3)))
    expect(fleet.clientsOf('production')).toMatchObject([at(1)])
    expect(fleet.clientsOf('staging')).toMatchObject([at(3)])
  })
})

describe('a client that polls', () => {
  it('is known until it has not polled for five minutes', async () => {
    const clock = fakeClock()
    const { fleet } = aFleet(clock)
    fleet.start()
    fleet.polled('production', hello({ instance: 'shop-1' }))
    fleet.polled('production', hello({ instance: 'shop-2' }))
    await clock.advance(200_000)
    fleet.polled('production', hello({ instance: 'shop-1' }))
    await clock.advance(110_000)
    expect(instancesOf(fleet)).toEqual(['shop-1 over poll'])
    await clock.advance(200_000)
    expect(instancesOf(fleet)).toEqual([])
    fleet.stop()
    expect(clock.pending()).toBe(0)
  })

  it('need not say anything, and is counted where it says what is no hello', () => {
    const { fleet, metrics } = aFleet(fakeClock())
    fleet.polled('production', undefined)
    expect(metrics.refused).toEqual([])
    fleet.polled('production', status(at(1)))
    fleet.polled('production', [hello(), hello()])
    fleet.polled('production', 'x'.repeat(10_000))
    expect(metrics.refused).toHaveLength(3)
    expect(instancesOf(fleet)).toEqual([])
  })

  it('tells that it did not take a frame', () => {
    const { fleet, metrics } = aFleet(fakeClock())
    fleet.polled('production', hello({ rejected: { code: 'unknown-format', message: 'format 2' } }))
    expect(metrics.rejected).toEqual(['production'])
  })
})

describe('clients that are ahead', () => {
  const head: ServedHead = { environment: 'production', epoch: 2, sequence: 5 }

  it('are those that hold a newer revision than is served', () => {
    const { fleet } = aFleet(fakeClock())
    connected(fleet, 'production', { instance: 'none' })
    connected(fleet, 'production', { instance: 'behind', ...at(9, 1) })
    connected(fleet, 'production', { instance: 'level', ...at(5, 2) })
    connected(fleet, 'production', { instance: 'newer', ...at(6, 2) })
    fleet.polled('production', hello({ instance: 'later', labels: { zone: 'b' }, ...at(1, 3) }))
    connected(fleet, 'staging', { instance: 'elsewhere', ...at(9, 9) })
    expect(fleet.clientsAhead('production', head)).toEqual({
      count: 2,
      clients: [
        { instance: 'newer', labels: { service: 'shop' }, applied: { epoch: 2, sequence: 6 } },
        { instance: 'later', labels: { zone: 'b' }, applied: { epoch: 3, sequence: 1 } },
      ],
    })
    expect(fleet.clientsAhead('nowhere', head)).toEqual({ count: 0, clients: [] })
  })

  it('are all counted, and twenty of them named', () => {
    const { fleet } = aFleet(fakeClock())
    for (let n = 0; n < 30; n++) connected(fleet, 'production', { instance: `shop-${n}`, ...at(1, 3) })
    const { count, clients } = fleet.clientsAhead('production', head)
    expect(count).toBe(30)
    expect(clients).toHaveLength(20)
  })

  it('are counted for the metric every few seconds, as what is served changes', async () => {
    const clock = fakeClock()
    let heads: readonly ServedHead[] = [head, { environment: 'staging', epoch: 1, sequence: 1 }]
    const { fleet, metrics } = aFleet(clock, { heads: () => heads })
    fleet.start()
    connected(fleet, 'production', at(1, 3))
    await clock.advance(5_000)
    expect(Object.fromEntries(metrics.ahead)).toEqual({ production: 1, staging: 0 })
    heads = [{ ...head, epoch: 3 }]
    await clock.advance(5_000)
    expect(metrics.ahead.get('production')).toBe(0)
  })
})
