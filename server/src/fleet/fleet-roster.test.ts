import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aHello } from './a-hello.ts'
import type { FleetInstance } from './fleet-instance.ts'
import { FleetRoster } from './fleet-roster.ts'

const aClient = (instance: string, environment = 'production', seenAtMs = 0): FleetInstance => {
  const { sdk, formats, limits, labels } = aHello
  return { sdk, formats, limits, labels, instance, environment, over: 'poll', lastSeenAt: new Date(seenAtMs) }
}

const instancesIn = (roster: FleetRoster, environment = 'production') =>
  roster.clientsOf(environment).map(({ instance }) => instance)

describe('a roster that is full', () => {
  it('makes room for a newcomer with the client that polled longest ago', () => {
    const roster = new FleetRoster(3)
    for (const instance of ['a', 'b', 'c', 'a']) roster.polled(aClient(instance))
    roster.polled(aClient('d'))
    expect(instancesIn(roster)).toEqual(['c', 'a', 'd'])
    roster.streamed({}, aClient('e'))
    expect(instancesIn(roster).sort()).toEqual(['a', 'd', 'e'])
  })

  it('takes the room from the environment with the most that poll', () => {
    const roster = new FleetRoster(4)
    for (const instance of ['a', 'b', 'c']) roster.polled(aClient(instance, 'staging'))
    roster.polled(aClient('a'))
    roster.polled(aClient('b'))
    expect(instancesIn(roster, 'staging')).toEqual(['b', 'c'])
    expect(instancesIn(roster)).toEqual(['a', 'b'])
  })

  it('forgets no client that has a stream, and lists no further one', () => {
    const roster = new FleetRoster(2)
    const stream = {}
    roster.streamed(stream, aClient('a'))
    roster.streamed({}, aClient('b', 'staging'))
    roster.polled(aClient('c'))
    roster.streamed({}, aClient('d'))
    expect(instancesIn(roster)).toEqual(['a'])
    roster.streamEnded(stream, aClient('a'))
    roster.streamed({}, aClient('d'))
    expect(instancesIn(roster)).toEqual(['d'])
  })
})

type Step = readonly [what: 'stream' | 'end' | 'poll' | 'sweep', instance: number, environment: number]

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('stream', 'stream', 'end', 'poll', 'poll', 'sweep'),
  fc.nat({ max: 5 }),
  fc.nat({ max: 2 }),
)

describe('whatever clients do, a roster', () => {
  it('stays within its bound, lists each client once, and those that stream while there is room', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (steps, most) => {
        const roster = new FleetRoster(most)
        const streams = new Map<string, object>()
        for (const [now, [what, number, place]] of steps.entries()) {
          const client = aClient(String(number), `environment-${place}`, now)
          const key = `${place}/${number}`
          if (what === 'stream' && streams.size < most) {
            const stream = streams.get(key) ?? {}
            streams.set(key, stream)
            roster.streamed(stream, client)
          } else if (what === 'end') {
            roster.streamEnded(streams.get(key) ?? {}, client)
            streams.delete(key)
          } else if (what === 'poll') roster.polled(client)
          else roster.forgetPollersSeenBefore(now - 5)

          const listed = [0, 1, 2].flatMap((index) =>
            instancesIn(roster, `environment-${index}`).map((instance) => `${index}/${instance}`),
          )
          expect(listed.length).toBeLessThanOrEqual(most)
          expect(new Set(listed).size).toBe(listed.length)
          expect(listed).toEqual(expect.arrayContaining([...streams.keys()]))
        }
      }),
    )
  })
})
