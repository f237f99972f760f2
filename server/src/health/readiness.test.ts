import { describe, expect, it } from 'vitest'
import type { ServedSnapshot } from '../snapshots/served-snapshot.ts'
import { aStoredSnapshot } from '../snapshots/store/a-stored-snapshot.ts'
import { Lifecycle } from './lifecycle.ts'
import { StoreError } from '../errors.ts'
import type { ReadinessOptions } from './readiness.ts'
import { Readiness } from './readiness.ts'

const serving = (...environments: readonly string[]) => ({
  list: () =>
    environments.map((environment) => ({ stored: aStoredSnapshot({ environment }) }) as ServedSnapshot),
})

const aReadiness = (parts: Partial<ReadinessOptions>) =>
  new Readiness({
    lifecycle: new Lifecycle(),
    served: serving('production'),
    findDatabaseProblem: () => undefined,
    ...parts,
  })

describe('Readiness', () => {
  it('names what is served', () => {
    expect(aReadiness({ served: serving('production', 'staging') }).requireReady()).toEqual([
      'production',
      'staging',
    ])
  })

  it('is not given while nothing is served', () => {
    expect(() => aReadiness({ served: serving() }).requireReady()).toThrow(/no commit was published/)
  })

  it('is taken back when the server is about to stop, whatever it serves', () => {
    const lifecycle = new Lifecycle()
    const readiness = aReadiness({ lifecycle, served: serving('production') })

    lifecycle.startStopping()

    expect(() => readiness.requireReady()).toThrow('This server is about to stop.')
  })

  it('is not given while what is held may not be given out, and says why', () => {
    const served = { list: () => [], withheld: 'The signing key is not registered.' }

    expect(() => aReadiness({ served }).requireReady()).toThrow('The signing key is not registered.')
    expect(aReadiness({}).warnings).toEqual([])
  })

  it('comes with a warning while the database is away', () => {
    const findDatabaseProblem = () => new StoreError('It is down', 'Start it.')
    const readiness = aReadiness({ findDatabaseProblem })

    expect(readiness.requireReady()).toEqual(['production'])
    expect(readiness.warnings).toEqual([
      'It is down. Nothing can be published until it can; what is served stays.',
    ])
  })
})
