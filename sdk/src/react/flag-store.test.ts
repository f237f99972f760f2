import { fakeClock } from '@evenkeel/test/support'
import { OpenFeature } from '@openfeature/web-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebProviderStage } from '../openfeature-web/web-provider-stage.ts'
import { FlagStore } from './flag-store.ts'

let stage: WebProviderStage

beforeEach(() => {
  stage = new WebProviderStage(fakeClock())
})

afterEach(() => stage.close())

describe('FlagStore', () => {
  it('has one promise for all who wait, and none when there is nothing to wait for', async () => {
    const started = stage.start()
    const store = new FlagStore(stage.flags)
    expect(store.ready).toBe(store.ready)
    await Promise.all([started, store.ready])
    expect(store.ready).toBeUndefined()
  })

  it('has another promise for the next provider', async () => {
    const started = stage.start()
    const store = new FlagStore(stage.flags)
    const first = store.ready
    await Promise.all([started, first])
    stage.server.hang()
    OpenFeature.setProvider('shop', stage.aProvider())
    expect(store.ready).toBeInstanceOf(Promise)
    expect(store.ready).not.toBe(first)
  })
})
