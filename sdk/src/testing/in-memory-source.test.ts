import { readFile } from 'node:fs/promises'
import type { EvaluationContext } from '@evenkeel/core/evaluation'
import { parseSnapshot, writeSnapshot } from '@evenkeel/core/snapshot'
import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { ChangeEvent } from '../events/client-events.ts'
import { createClient } from '../create-client.ts'
import { inMemorySource } from './in-memory-source.ts'

describe('inMemorySource', () => {
  it('serves values of every type at once', async () => {
    const source = inMemorySource(
      { on: true, off: false, color: 'blue', limit: 3, theme: { ink: '#fff' }, list: [1, 2], empty: null },
      { payments: { retries: 3 } },
    )
    const client = createClient({ source })
    expect(client.getBoolean('on', false)).toBe(true)
    expect(client.getBooleanDetails('off', true)).toMatchObject({ value: false, variant: 'off' })
    expect(client.getString('color', 'red')).toBe('blue')
    expect(client.getNumber('limit', 0)).toBe(3)
    expect(client.getObject('theme', {})).toEqual({ ink: '#fff' })
    expect(client.getObject('list', [0])).toEqual([1, 2])
    expect(client.getObject('empty', { any: 'thing' })).toBeNull()
    expect(client.getConfig('payments', {})).toEqual({ retries: 3 })
    expect(await client.ready()).toEqual({ source: 'memory', revision: '0.1' })
  })

  it('has every flag and config missing that it was not given', () => {
    const client = createClient({ source: inMemorySource() })
    expect(client.getBooleanDetails('checkout', true)).toMatchObject({ errorCode: 'FLAG_NOT_FOUND' })
  })

  it('changes one flag or config in a test, and the client says so', () => {
    const source = inMemorySource({ checkout: false, other: false })
    const client = createClient({ source })
    const changes: ChangeEvent[] = []
    client.on('change', (change) => changes.push(change))
    source.set('checkout', true)
    expect(client.getBoolean('checkout', false)).toBe(true)
    source.set('checkout', true)
    source.setConfig('payments', { retries: 1 })
    expect(client.getConfig('payments', {})).toEqual({ retries: 1 })
    expect(changes).toEqual([
      { revision: '0.2', changedFlags: ['checkout'], changedConfigs: [] },
      { revision: '0.4', changedFlags: [], changedConfigs: ['payments'] },
    ])
  })

  it('overrides one flag for one test', () => {
    const flags = { checkout: aFlag({ rules: [aRule({ if: ['=', ['.', 'plan'], 'pro'] })] }) }
    const source = inMemorySource(aSnapshot({ flags }))
    const client = createClient({ source })
    const isOn = (plan: string) => client.getBoolean('checkout', false, { plan })
    const end = source.override('checkout', true)
    expect(isOn('free')).toBe(true)
    end()
    expect([isOn('free'), isOn('pro')]).toEqual([false, true])
    source.override('unheard-of', 3)()
    expect(client.getNumberDetails('unheard-of', 0).errorCode).toBe('FLAG_NOT_FOUND')
  })

  it.each([
    ['newest first', [1, 0]],
    ['oldest first', [0, 1]],
  ])('lets overrides of one flag end in any order, as test runners have it: %s', (_, order) => {
    const source = inMemorySource({ limit: 1 })
    const client = createClient({ source })
    const ends = [source.override('limit', 2), source.override('limit', 3)]
    expect(client.getNumber('limit', 0)).toBe(3)
    ends[order[0] ?? 0]?.()
    expect(client.getNumber('limit', 0)).toBe(order[0] === 1 ? 2 : 3)
    ends[order[1] ?? 0]?.()
    expect(client.getNumber('limit', 0)).toBe(1)
  })

  it('has no override bring back what was set or replaced meanwhile', () => {
    const source = inMemorySource({ limit: 1 })
    const client = createClient({ source })
    const ends = [source.override('limit', 2)]
    source.set('limit', 3)
    expect(client.getNumber('limit', 0)).toBe(3)
    ends.push(source.override('limit', 4))
    source.replace(aSnapshot())
    for (const end of ends) end()
    expect(client.getNumberDetails('limit', 0).errorCode).toBe('FLAG_NOT_FOUND')
    source.set('limit', 5)
    for (const end of ends) end()
    expect(client.getNumber('limit', 0)).toBe(5)
  })

  it('serves a whole snapshot, rules included, and another in its place', () => {
    const flags = { checkout: aFlag({ rules: [aRule({ if: ['=', ['.', 'plan'], 'pro'] })] }) }
    const source = inMemorySource(aSnapshot({ flags, contentHash: 'a' }))
    const client = createClient({ source, environment: 'production' })
    expect(client.getBoolean('checkout', false, { plan: 'pro' })).toBe(true)
    expect(client.getBoolean('checkout', false, { plan: 'free' })).toBe(false)
    source.replace(aSnapshot({ contentHash: 'b' }))
    expect(client.getBooleanDetails('checkout', true).errorCode).toBe('FLAG_NOT_FOUND')
  })

  it('serves a snapshot that was read from its text', () => {
    const snapshot = parseSnapshot(
      writeSnapshot(aSnapshot({ flags: { checkout: aFlag({ rules: [aRule()] }) } })),
    )
    const client = createClient({ source: inMemorySource(snapshot) })
    expect(client.getBooleanDetails('checkout', false)).toMatchObject({ value: true, variant: 'on' })
  })

  it('leaves what it was given alone, and hands out what cannot be changed', () => {
    const theme = { ink: { color: '#fff' } }
    const client = createClient({ source: inMemorySource({ theme }, { theme }) })
    theme.ink.color = '#000'
    expect(client.getObject('theme', theme)).toEqual({ ink: { color: '#fff' } })
    expect(Object.isFrozen(client.getObject('theme', theme).ink)).toBe(true)
    expect(Object.isFrozen(client.getConfig('theme', theme).ink)).toBe(true)
  })

  it('is shared by clients, of which one that is closed hears nothing more', async () => {
    const source = inMemorySource({ checkout: false })
    const [open, closed] = [createClient({ source }), createClient({ source })]
    await closed.close()
    source.set('checkout', true)
    expect(open.getBoolean('checkout', false)).toBe(true)
    expect(closed.getBoolean('checkout', false)).toBe(false)
  })

  it('lets a hook see what a service asks with, as the guide has it', () => {
    const source = inMemorySource({ checkout: true })
    const asked: EvaluationContext[] = []
    const client = createClient({ source, hooks: [{ finally: ({ context }) => asked.push(context) }] })
    client.getBoolean('checkout', false, { targetingKey: 'u-1', plan: 'pro' })
    expect(asked).toEqual([{ targetingKey: 'u-1', plan: 'pro' }])
  })

  it('is shown in the guide by an example that is run', async () => {
    const example = await readFile(new URL('override-one-flag.example.test.ts', import.meta.url), 'utf8')
    const guide = await readFile(new URL('../../../docs/guide-services.md', import.meta.url), 'utf8')
    expect(guide).toContain(`\`\`\`ts\n${example}\`\`\`\n`)
  })
})
