import { fakeClock } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebProviderStage } from '../openfeature-web/web-provider-stage.ts'
import { FlagStore } from './flag-store.ts'
import { WatchedFlag } from './watched-flag.ts'

const POLL_MS = 30_000

const clock = fakeClock()
let stage: WebProviderStage
let store: FlagStore

beforeEach(async () => {
  stage = new WebProviderStage(clock)
  stage.server.set({ key: 'color', value: 'blue' }, { key: 'theme', value: { ink: '#fff' }, variant: 'a' })
  await stage.startFor('u-1')
  store = new FlagStore(stage.flags)
})

afterEach(() => stage.close())

describe('WatchedFlag', () => {
  it('sees what changed while nobody listened', async () => {
    const flag = new WatchedFlag(store, 'color', 'grey')
    expect(flag.getValue()).toBe('blue')
    stage.server.set({ key: 'color', value: 'red' })
    await clock.advance(POLL_MS)
    flag.subscribe(() => undefined)
    expect(flag.getValue()).toBe('red')
  })

  it('is told of its own flag only', async () => {
    let told = 0
    new WatchedFlag(store, 'color', 'grey').subscribe(() => (told += 1))
    stage.server.set({ key: 'color', value: 'blue' }, { key: 'other', value: 1 })
    await clock.advance(POLL_MS)
    expect(told).toBe(0)
    stage.server.set({ key: 'color', value: 'red' })
    await clock.advance(POLL_MS)
    expect(told).toBe(1)
  })

  it('gives the same object for the same content', async () => {
    const flag = new WatchedFlag(store, 'theme', { ink: '' })
    flag.subscribe(() => undefined)
    const details = flag.getDetails()
    stage.server.set({ key: 'theme', value: { ink: '#fff' }, variant: 'b' })
    await clock.advance(POLL_MS)
    expect(flag.getDetails()).toMatchObject({ variant: 'b' })
    expect(flag.getValue()).toBe(details.value)
    expect(flag.getDetails()).toBe(flag.getDetails())
  })
})
