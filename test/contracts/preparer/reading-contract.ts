import type { Operation } from '@evenkeel/core/compilation'
import { joinPayload, writeRevisionHeader } from '@evenkeel/core/compilation'
import { aFlag, aRule, nodePlatform } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { aBase } from '../../../server/src/preparation/base/a-base.ts'
import type { Preparer } from '../../../server/src/preparation/preparer.ts'
import type { StoredCompilation } from '../../../server/src/snapshots/store/stored-revision.ts'
import { SHOP, SWITCH_OFF, aStamp } from './shop.ts'

export function readingContract(preparer: () => Preparer): void {
  const prepare = (base: StoredCompilation, ...operations: readonly Operation[]) =>
    preparer().prepare(base, operations, aStamp())

  const PATCH: Operation = { id: 'c', config: 'payments', patch: { limit: 99 } }
  const BREACH: Operation = { id: 'c', config: 'payments', patch: { limit: 101 } }

  it.each([
    ['no operations', []],
    ['operations', [SWITCH_OFF, PATCH]],
    ['an operation that is dormant', [{ id: 'a', flag: 'gone', variant: 'on' }]],
    ['a patch that breaks its schema', [SWITCH_OFF, BREACH]],
  ] as const)('gives what was prepared with %s', async (_, operations) => {
    const prepared = await prepare(aBase(SHOP), ...operations)

    const read = await preparer().read(prepared.revision)

    expect(read.revision).toBe(prepared.revision)
    expect(read.dormant).toEqual(prepared.dormant)
    expect([...read.text]).toEqual([...prepared.text])
  })

  it('does without a companion, for what was kept before there were any', async () => {
    const { revision } = await prepare(aBase({ ...SHOP, companion: false }), SWITCH_OFF, PATCH)

    const { dormant } = await preparer().read(revision)

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

    await expect(preparer().read(tampered)).rejects.toMatchObject({ name: 'SnapshotError' })
    await expect(preparer().read(tampered)).rejects.toThrow(message)
  })

  it('refuses other operations than those it was made with', async () => {
    const { revision } = await prepare(aBase(SHOP), SWITCH_OFF)

    await expect(preparer().read({ ...revision, operations: [] })).rejects.toThrow(
      /is kept with the stateHash [0-9a-f]{64}; its operations give [0-9a-f]{64}$/,
    )
  })

  it('refuses another base than that it was made of', async () => {
    const { revision } = await prepare(aBase(SHOP), SWITCH_OFF)
    const base = aBase({ flags: { checkout: aFlag() } })

    await expect(preparer().read({ ...revision, base })).rejects.toThrow(
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

    await expect(preparer().read({ ...revision, snapshot: forged })).rejects.toThrow(
      /is kept with the contentHash [0-9a-f]{64}; its content has [0-9a-f]{64}$/,
    )
  })

  it('refuses a flag that cannot be evaluated, whichever it is', async () => {
    const broken = aFlag({ rules: [aRule({ if: ['$segment', 'nowhere'] })] })
    const { revision } = await prepare(aBase({ flags: { broken } }))

    await expect(preparer().read(revision)).rejects.toThrow(
      'The flag broken of production cannot be evaluated',
    )
  })
}
