import type { Operation } from '@evenkeel/core/compilation'
import type { JsonObject } from '@evenkeel/core/json'
import { parseSnapshot } from '@evenkeel/core/snapshot'
import { aFlag, aRule } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { aBase } from '../../../server/src/preparation/base/a-base.ts'
import type { Preparer } from '../../../server/src/preparation/preparer.ts'
import type { StoredCompilation } from '../../../server/src/snapshots/store/stored-revision.ts'
import { SHOP, SWITCH_OFF, aStamp, evaluate, textOf } from './shop.ts'

export function preparingContract(preparer: () => Preparer): void {
  const prepare = (base: StoredCompilation, ...operations: readonly Operation[]) =>
    preparer().prepare(base, operations, aStamp())

  it('stamps a base without operations, and packs nothing of it again', async () => {
    const base = aBase(SHOP)

    const { revision, dormant, text } = await prepare(base)

    expect(revision.snapshot).toMatchObject({
      environment: 'production',
      epoch: 3,
      sequence: 8,
      commit: base.commit,
      contentHash: base.contentHash,
      frameBytes: base.frameBytes,
      inflatedLength: text.length,
      publishedAt: new Date('2026-11-01T12:00:00Z'),
    })
    expect(revision.base).toBe(base)
    expect([revision.operations, dormant]).toEqual([[], []])
    expect([...revision.snapshot.payload.slice(-base.content.length)]).toEqual([...base.content])
  })

  it('gives the text that an SDK reads', async () => {
    const preparation = await prepare(aBase(SHOP))

    const { revision, flags } = parseSnapshot(textOf(preparation))
    expect([revision.epoch, revision.sequence, [...flags.keys()]]).toEqual([
      3,
      8,
      ['banner', 'checkout', 'search'],
    ])
  })

  it('applies operations, which the flags that depend on them see', async () => {
    const preparation = await prepare(aBase(SHOP), SWITCH_OFF)

    expect(evaluate(preparation, 'checkout')).toMatchObject({
      value: false,
      flagMetadata: { override: 'incident-7' },
    })
    expect(evaluate(preparation, 'banner')).toMatchObject({ value: false })
    expect(preparation.revision.snapshot.contentHash).not.toBe(preparation.revision.base.contentHash)
  })

  it('keeps operations sorted by target', async () => {
    const searchOn: Operation = { id: 'a', flag: 'search', variant: 'on' }

    const { revision } = await prepare(aBase(SHOP), searchOn, SWITCH_OFF)

    expect(revision.operations).toEqual([SWITCH_OFF, searchOn])
  })

  it('can be asked for the same base again and again', async () => {
    const base = aBase(SHOP)
    const first = await prepare(base, SWITCH_OFF)

    const second = await prepare(base, SWITCH_OFF)

    expect([...second.text]).toEqual([...first.text])
  })

  it('tells an operation that the base has no place for, and counts it in the stateHash', async () => {
    const base = aBase(SHOP)
    const gone: Operation = { id: 'b', flag: 'old-checkout', variant: 'on' }

    const { dormant, revision } = await prepare(base, gone)

    expect(dormant).toMatchObject([{ operation: gone, reason: 'flag-not-found' }])
    expect(revision.snapshot.contentHash).toBe(base.contentHash)
    expect(revision.snapshot.stateHash).not.toBe((await prepare(base)).revision.snapshot.stateHash)
    expect([...revision.snapshot.payload.slice(-base.content.length)]).toEqual([...base.content])
  })

  it('patches a config where its schema allows it', async () => {
    const preparation = await prepare(aBase(SHOP), { id: 'c', config: 'payments', patch: { limit: 99 } })

    const { configs, overriddenConfigs } = parseSnapshot(textOf(preparation))
    expect(configs.get('payments')).toEqual({ limit: 99, currency: 'EUR' })
    expect(overriddenConfigs).toEqual(['payments'])
  })

  it('leaves a config as it is where the patched value breaks its schema, and says what the schema says', async () => {
    const { dormant, revision } = await prepare(aBase(SHOP), {
      id: 'c',
      config: 'payments',
      patch: { limit: 101 },
    })

    expect(dormant).toMatchObject([{ reason: 'schema-violated' }])
    expect(dormant[0]?.message).toMatch(/limit.*100|100.*limit/s)
    expect(revision.snapshot.contentHash).toBe(revision.base.contentHash)
  })

  it('refuses what does not fit into a frame', async () => {
    const base = aBase({ ...SHOP, frameBytes: 400 })

    await expect(prepare(base, SWITCH_OFF)).rejects.toMatchObject({
      name: 'SnapshotError',
      code: 'does-not-fit',
    })
  })

  it('refuses a flag that cannot be evaluated once an operation concerns it', async () => {
    const broken = aFlag({ rules: [aRule({ if: ['$segment', 'nowhere'] })] })
    const base = aBase({ flags: { broken } })

    await expect(prepare(base, { id: 'a', flag: 'broken', state: 'ENABLED' })).rejects.toMatchObject({
      code: 'malformed',
      message:
        'The flag broken of production cannot be evaluated: the evaluation failed: there is no segment "nowhere"',
    })
  })

  it.each([
    [
      'another content than its hash',
      { contentHash: 'f'.repeat(64) },
      /another content than its contentHash f+$/,
    ],
    ['content that cannot be inflated', { content: Uint8Array.of(1, 2, 3) }, /cannot be inflated/],
    ['more content than it says', { contentLength: 10 }, /cannot be inflated/],
    ['less content than it says', { contentLength: 10_000 }, /and says that it has 10000$/],
    ['too much content', { contentLength: 2 ** 30 }, /at most 8388608 are read$/],
    ['a companion that is no JSON', { companion: Uint8Array.of(3, 0) }, /a companion that is no JSON/],
  ])('does not apply anything to a base with %s', async (_, parts, message) => {
    const base: StoredCompilation = { ...aBase({ ...SHOP, commit: 'bad'.padEnd(40, '0') }), ...parts }

    await expect(prepare(base, SWITCH_OFF)).rejects.toMatchObject({ name: 'SnapshotError' })
    await expect(prepare(base, SWITCH_OFF)).rejects.toThrow(message)
  })

  it('does not publish a base whose content has another hash, without operations too', async () => {
    const base = { ...aBase(SHOP), contentHash: 'f'.repeat(64) }

    await expect(prepare(base)).rejects.toThrow(
      /is kept with the contentHash f+; its content has [0-9a-f]{64}$/,
    )
  })

  it('writes the form for people, whole or in part', async () => {
    const { text } = await prepare(aBase(SHOP), SWITCH_OFF)
    const write = async (part: 'snapshot' | 'flags' | 'configs') =>
      new TextDecoder().decode(await preparer().writeReadable(text, part))

    const whole = JSON.parse(await write('snapshot')) as JsonObject
    expect(await write('snapshot')).toBe(`${JSON.stringify(whole, null, 2)}\n`)
    expect(whole).toMatchObject({ environment: 'production', flags: { search: { state: 'DISABLED' } } })
    expect(await write('flags')).toBe(JSON.stringify(whole['flags']))
    expect(await write('configs')).toBe(JSON.stringify(whole['configs']))
  })
}
