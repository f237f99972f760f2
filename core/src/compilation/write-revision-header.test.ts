import { aCompilation, aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { writeSnapshot } from '../snapshot/lines/write-snapshot.ts'
import { writeRevisionHeader } from './write-revision-header.ts'

const parts = {
  flags: { banner: aFlag({ rules: [aRule({ during: { from: 7 } })] }) },
  segments: { staff: aSegment() },
  configs: { limits: 1 },
}
const base = aCompilation(parts)
const { revision } = aSnapshot()

describe('writeRevisionHeader', () => {
  it('makes, with the content, the text of a snapshot', () => {
    const header = writeRevisionHeader({ ...base, revision, overriddenConfigs: [] })

    expect(header + base.content).toBe(writeSnapshot({ ...aSnapshot(parts), contentHash: base.contentHash }))
  })

  it('names the configs that are overridden, and the attributes that are private, where there are some', () => {
    const summary = { ...base.summary, privateAttributes: ['email'] }
    const header = writeRevisionHeader({ ...base, summary, revision, overriddenConfigs: ['limits'] })

    expect(header).toContain('"overriddenConfigs":["limits"],"privateAttributes":["email"],"revision":')
    expect(header + base.content).toBe(
      writeSnapshot({
        ...aSnapshot(parts),
        contentHash: base.contentHash,
        overriddenConfigs: ['limits'],
        privateAttributes: ['email'],
      }),
    )
  })
})
