import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Operation } from '@evenkeel/core/compilation'
import { joinPayload, writeRevisionHeader } from '@evenkeel/core/compilation'
import { createEvaluator } from '@evenkeel/core/evaluation'
import type { JsonObject } from '@evenkeel/core/json'
import { parseSnapshot } from '@evenkeel/core/snapshot'
import { aFlag, aRule, nodePlatform } from '@evenkeel/test/support'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBase, type BaseParts } from '../../server/src/preparation/base/a-base.ts'
import { anInlinePreparer } from '../../server/src/preparation/a-revision.ts'
import type { Preparation, Preparer, Stamp } from '../../server/src/preparation/preparer.ts'
import { WorkerPreparer } from '../../server/src/preparation/worker-preparer.ts'
import type { StoredCompilation } from '../../server/src/snapshots/store/stored-revision.ts'
import { builtServer } from '../support/built-server.ts'

const PREPARERS = [
  { name: 'InlinePreparer', open: () => Promise.resolve<Preparer>(anInlinePreparer()) },
  {
    name: 'WorkerPreparer',
    open: async (): Promise<Preparer> => {
      const { dist } = await builtServer()
      return new WorkerPreparer({ entry: pathToFileURL(join(dist, 'preparation/preparation-worker.js')) })
    },
  },
]

const LIMIT_SCHEMA: JsonObject = {
  type: 'object',
  properties: { limit: { type: 'integer', maximum: 100 } },
}

const SHOP: BaseParts = {
  flags: {
    banner: aFlag({ prerequisites: [{ flag: 'checkout', variants: ['on'] }], rules: [aRule()] }),
    checkout: aFlag({ rules: [aRule({ name: 'staff' })] }),
    search: aFlag({ state: 'DISABLED' }),
  },
  configs: { payments: { value: { limit: 10, currency: 'EUR' }, schema: LIMIT_SCHEMA } },
}

const SWITCH_OFF: Operation = { id: 'incident-7', flag: 'checkout', variant: 'off' }

const aStamp = (parts: Partial<Stamp> = {}): Stamp => ({
  epoch: 3,
  sequence: 8,
  publishedAt: new Date('2026-11-01T12:00:00Z'),
  ...parts,
})

const textOf = ({ text }: Preparation) => new TextDecoder().decode(text)

function evaluate(preparation: Preparation, flag: string) {
  const evaluator = createEvaluator({ snapshot: parseSnapshot(textOf(preparation)), now: () => 0 })
  return evaluator.evaluate(flag, 'boolean', false, { targetingKey: 'u-1' })
}

describe.each(PREPARERS)('$name', ({ open }) => {
  let preparer: Preparer

  beforeAll(async () => {
    preparer = await open()
  })

  afterAll(() => preparer.close())

  const prepare = (base: StoredCompilation, ...operations: readonly Operation[]) =>
    preparer.prepare(base, operations, aStamp())

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

  describe('reading back', () => {
    const PATCH: Operation = { id: 'c', config: 'payments', patch: { limit: 99 } }
    const BREACH: Operation = { id: 'c', config: 'payments', patch: { limit: 101 } }

    it.each([
      ['no operations', []],
      ['operations', [SWITCH_OFF, PATCH]],
      ['an operation that is dormant', [{ id: 'a', flag: 'gone', variant: 'on' }]],
      ['a patch that breaks its schema', [SWITCH_OFF, BREACH]],
    ] as const)('gives what was prepared with %s', async (_, operations) => {
      const prepared = await prepare(aBase(SHOP), ...operations)

      const read = await preparer.read(prepared.revision)

      expect(read.revision).toBe(prepared.revision)
      expect(read.dormant).toEqual(prepared.dormant)
      expect([...read.text]).toEqual([...prepared.text])
    })

    it('does without a companion, for what was kept before there were any', async () => {
      const { revision } = await prepare(aBase({ ...SHOP, companion: false }), SWITCH_OFF, PATCH)

      const { dormant } = await preparer.read(revision)

      expect(dormant).toMatchObject([{ operation: PATCH, reason: 'companion-missing' }])
    })

    it.each([
      ['epoch', { epoch: 9 }, /kept with the epoch 9; its payload says 3$/],
      ['sequence', { sequence: 9 }, /kept with the sequence 9; its payload says 8$/],
      ['commit', { commit: 'd'.repeat(40) }, /kept with the commit d+; its payload says c0ffee0+$/],
      ['environment', { environment: 'staging' }, /environment staging; its payload says production$/],
      ['stateHash', { stateHash: 'e'.repeat(64) }, /kept with the stateHash e+; its payload says/],
      ['contentHash', { contentHash: 'e'.repeat(64) }, /kept with the contentHash e+; its payload says/],
      ['length', { inflatedLength: 3 }, /cannot be inflated/],
      ['payload', { payload: Uint8Array.of(1, 2, 3) }, /cannot be inflated/],
    ])('refuses a snapshot with another %s', async (_, parts, message) => {
      const { revision } = await prepare(aBase(SHOP), SWITCH_OFF)
      const tampered = { ...revision, snapshot: { ...revision.snapshot, ...parts } }

      await expect(preparer.read(tampered)).rejects.toMatchObject({ name: 'SnapshotError' })
      await expect(preparer.read(tampered)).rejects.toThrow(message)
    })

    it('refuses other operations than those it was made with', async () => {
      const { revision } = await prepare(aBase(SHOP), SWITCH_OFF)

      await expect(preparer.read({ ...revision, operations: [] })).rejects.toThrow(
        /is kept with the stateHash [0-9a-f]{64}; its operations give [0-9a-f]{64}$/,
      )
    })

    it('refuses another base than that it was made of', async () => {
      const { revision } = await prepare(aBase(SHOP), SWITCH_OFF)
      const base = aBase({ flags: { checkout: aFlag() } })

      await expect(preparer.read({ ...revision, base })).rejects.toThrow(
        /is kept with the contentHash [0-9a-f]{64}; its base and operations give [0-9a-f]{64}$/,
      )
    })

    it('refuses a payload with another content than its own header says', async () => {
      const { revision } = await prepare(aBase(SHOP))
      const { snapshot, base } = revision
      const { epoch, sequence, commit, stateHash } = snapshot
      const other = aBase({ flags: { checkout: aFlag() } })
      const header = writeRevisionHeader({
        ...base,
        revision: { epoch, sequence, commit, stateHash },
        summary: other.summary,
        overriddenConfigs: [],
      })
      const forged = { ...snapshot, ...joinPayload(header, other, nodePlatform.deflateBlock) }

      await expect(preparer.read({ ...revision, snapshot: forged })).rejects.toThrow(
        /is kept with the contentHash [0-9a-f]{64}; its content has [0-9a-f]{64}$/,
      )
    })

    it('refuses a flag that cannot be evaluated, whichever it is', async () => {
      const broken = aFlag({ rules: [aRule({ if: ['$segment', 'nowhere'] })] })
      const { revision } = await prepare(aBase({ flags: { broken } }))

      await expect(preparer.read(revision)).rejects.toThrow(
        'The flag broken of production cannot be evaluated',
      )
    })
  })

  it('compares bases', async () => {
    const before = aBase({
      flags: {
        ...SHOP.flags,
        drawn: aFlag({
          rules: [aRule({ bucketing: { by: ['targetingKey'], seed: 'a', percent: 5_000 } })],
        }),
        grown: aFlag({
          rules: [aRule({ bucketing: { by: ['targetingKey'], seed: 'a', percent: 5_000 } })],
        }),
      },
    })
    const after = aBase({
      flags: {
        banner: aFlag(),
        checkout: aFlag({ state: 'DISABLED' }),
        drawn: aFlag({
          rules: [aRule({ bucketing: { by: ['targetingKey'], seed: 'b', percent: 5_000 } })],
        }),
        grown: aFlag({
          rules: [aRule({ bucketing: { by: ['targetingKey'], seed: 'a', percent: 9_000 } })],
        }),
        added: aFlag(),
      },
      configs: SHOP.configs!,
    })

    expect(await preparer.compare(before, after)).toEqual({
      flagsBefore: 5,
      flagsAfter: 5,
      deleted: ['search'],
      rebucketed: ['drawn'],
      switchedOff: ['checkout'],
    })
    expect(await preparer.compare(before, before)).toMatchObject({
      deleted: [],
      rebucketed: [],
      switchedOff: [],
    })
  })

  it('compares each base with the one before, one environment after the other and back again', async () => {
    const bases = [SHOP, { flags: { checkout: aFlag() } }, { flags: {} }].map(aBase)
    const [first, second, third] = bases as [StoredCompilation, StoredCompilation, StoredCompilation]
    const staging = bases.map((base) => ({ ...base, environment: 'staging' }))

    expect(await preparer.compare(first, second)).toMatchObject({ deleted: ['banner', 'search'] })
    expect(await preparer.compare(staging[1]!, staging[2]!)).toMatchObject({ deleted: ['checkout'] })
    expect(await preparer.compare(second, third)).toMatchObject({ deleted: ['checkout'] })
    expect(await preparer.compare(third, first)).toMatchObject({ flagsBefore: 0, flagsAfter: 3 })
  })

  it('compares what travels, and looks at nothing else', async () => {
    const base = aBase(SHOP)
    const unreadable = { ...aBase(SHOP), companion: Uint8Array.of(3, 0) }

    expect(await preparer.compare(base, unreadable)).toMatchObject({ flagsAfter: 3 })
    await expect(preparer.compare(base, { ...base, contentHash: 'f'.repeat(64) })).rejects.toMatchObject({
      name: 'SnapshotError',
    })
  })

  it('writes the form for people, whole or in part', async () => {
    const { text } = await prepare(aBase(SHOP), SWITCH_OFF)
    const write = async (part: 'snapshot' | 'flags' | 'configs') =>
      new TextDecoder().decode(await preparer.writeReadable(text, part))

    const whole = JSON.parse(await write('snapshot')) as JsonObject
    expect(await write('snapshot')).toBe(`${JSON.stringify(whole, null, 2)}\n`)
    expect(whole).toMatchObject({ environment: 'production', flags: { search: { state: 'DISABLED' } } })
    expect(await write('flags')).toBe(JSON.stringify(whole['flags']))
    expect(await write('configs')).toBe(JSON.stringify(whole['configs']))
  })
})
