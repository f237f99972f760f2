import { describe, expect, it } from 'vitest'
import type { ServedSnapshot } from '../snapshots/served-snapshot.ts'
import { aStoredSnapshot } from '../snapshots/a-stored-snapshot.ts'
import { Lifecycle } from './lifecycle.ts'
import { Readiness } from './readiness.ts'

const serving = (...environments: readonly string[]) => ({
  list: () =>
    environments.map((environment) => ({ stored: aStoredSnapshot({ environment }) }) as ServedSnapshot),
})

describe('Readiness', () => {
  it('names what is served', () => {
    expect(new Readiness(new Lifecycle(), serving('production', 'staging')).requireReady()).toEqual([
      'production',
      'staging',
    ])
  })

  it('is not given while nothing is served', () => {
    expect(() => new Readiness(new Lifecycle(), serving()).requireReady()).toThrow(/no commit was published/)
  })

  it('is taken back when the server is about to stop, whatever it serves', () => {
    const lifecycle = new Lifecycle()
    const readiness = new Readiness(lifecycle, serving('production'))

    lifecycle.startStopping()

    expect(() => readiness.requireReady()).toThrow('This server is about to stop.')
  })
})
