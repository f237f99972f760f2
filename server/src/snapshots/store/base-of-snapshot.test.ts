import { inflateRawSync } from 'node:zlib'
import { SnapshotError } from '@evenkeel/core/errors'
import { MAX_PAYLOAD_BYTES, writeSnapshot } from '@evenkeel/core/snapshot'
import { aFlag, aSegment, aSnapshot } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { nodePlatform } from '../../node-platform.ts'
import { aStoredSnapshot, asStored } from './a-stored-snapshot.ts'
import { baseOfSnapshot } from './base-of-snapshot.ts'

const snapshot = {
  ...aSnapshot({
    contentHash: 'c'.repeat(64),
    boundaries: [{ at: 1000, flags: ['checkout'] }],
    flags: { checkout: aFlag(), näme: aFlag() },
    segments: { staff: aSegment() },
    configs: { payments: { limit: 1, '\n': '\n' } },
  }),
  privateAttributes: ['user.email'],
}

const stored = (text: string | Uint8Array) =>
  aStoredSnapshot({ payload: nodePlatform.deflate(typeof text === 'string' ? Buffer.from(text) : text) })

describe('the base of a snapshot that was published without one', () => {
  it('is the lines after the first, with what the first says of them', async () => {
    const base = await baseOfSnapshot(asStored(snapshot, { commit: 'd'.repeat(40), frameBytes: 65536 }))

    const content = inflateRawSync(base.content).toString('utf8')
    const text = writeSnapshot(snapshot)
    expect(content).toBe(text.slice(text.indexOf('\n') + 1))
    expect({ ...base, content }).toEqual({
      formatVersion: 1,
      environment: 'production',
      commit: 'd'.repeat(40),
      contentHash: 'c'.repeat(64),
      content,
      contentLength: Buffer.byteLength(content),
      summary: {
        boundaries: [{ at: 1000, flags: ['checkout'] }],
        privateAttributes: ['user.email'],
        flags: 2,
        segments: 1,
        configs: 1,
      },
      frameBytes: 65536,
    })
  })

  it('is empty for a snapshot with nothing in it, and names no attributes where there are none', async () => {
    const base = await baseOfSnapshot(asStored(aSnapshot()))

    expect(base.contentLength).toBe(0)
    expect(base.summary).toEqual({ boundaries: [], flags: 0, segments: 0, configs: 0 })
  })

  it.each([
    ['is no deflate', aStoredSnapshot({ payload: Uint8Array.of(1, 2, 3) })],
    ['has no first line', stored('{"flags":0}')],
    ['has a first line that is no JSON', stored('{"flags":\n')],
    ['has null for a first line', stored('null\n')],
    ['has a first line that says something else', stored('{"flags":0}\n')],
    ['inflates beyond what is read', stored(new Uint8Array(MAX_PAYLOAD_BYTES + 1))],
  ])('is refused when the payload %s', async (_what, broken) => {
    const refusal = await baseOfSnapshot(broken).catch((error: unknown) => error)

    expect(refusal).toBeInstanceOf(SnapshotError)
    expect(refusal).toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('cannot be read') as string,
    })
  })
})
