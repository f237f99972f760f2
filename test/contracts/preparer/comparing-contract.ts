import { aFlag, aRule } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { aBase } from '../../../server/src/preparation/base/a-base.ts'
import type { Preparer } from '../../../server/src/preparation/preparer.ts'
import type { StoredCompilation } from '../../../server/src/snapshots/store/stored-revision.ts'
import { SHOP } from './shop.ts'

export function comparingContract(preparer: () => Preparer): void {
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

    expect(await preparer().compare(before, after)).toEqual({
      flagsBefore: 5,
      flagsAfter: 5,
      deleted: ['search'],
      rebucketed: ['drawn'],
      switchedOff: ['checkout'],
    })
    expect(await preparer().compare(before, before)).toMatchObject({
      deleted: [],
      rebucketed: [],
      switchedOff: [],
    })
  })

  it('compares each base with the one before, one environment after the other and back again', async () => {
    const bases = [SHOP, { flags: { checkout: aFlag() } }, { flags: {} }].map(aBase)
    const [first, second, third] = bases as [StoredCompilation, StoredCompilation, StoredCompilation]
    const staging = bases.map((base) => ({ ...base, environment: 'staging' }))

    expect(await preparer().compare(first, second)).toMatchObject({ deleted: ['banner', 'search'] })
    expect(await preparer().compare(staging[1]!, staging[2]!)).toMatchObject({ deleted: ['checkout'] })
    expect(await preparer().compare(second, third)).toMatchObject({ deleted: ['checkout'] })
    expect(await preparer().compare(third, first)).toMatchObject({ flagsBefore: 0, flagsAfter: 3 })
  })

  it('compares what travels, and looks at nothing else', async () => {
    const base = aBase(SHOP)
    const unreadable = { ...aBase(SHOP), companion: Uint8Array.of(3, 0) }

    expect(await preparer().compare(base, unreadable)).toMatchObject({ flagsAfter: 3 })
    await expect(preparer().compare(base, { ...base, contentHash: 'f'.repeat(64) })).rejects.toMatchObject({
      name: 'SnapshotError',
    })
  })
}
