import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { Signer, Snapshot } from '@evenkeel/core/snapshot'
import { aFlag, aFrame, aSnapshot, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { HeldSnapshotOptions } from './held-snapshot.ts'
import { HeldSnapshot } from './held-snapshot.ts'
import { parsePublicKey } from './node-platform.ts'

const SAME_CONTENT = { isFirst: false, changedFlags: [], changedConfigs: [] }
const FIRST = { ...SAME_CONTENT, isFirst: true }
const START = fakeClock().now()

function aHeldSnapshot(options: Partial<HeldSnapshotOptions> = {}) {
  return new HeldSnapshot({
    environment: 'production',
    fromServer: true,
    verifiers: [],
    now: () => START,
    ...options,
  })
}

/** Revision 1.`sequence`, with `checkout` on or off. */
function aRevision(sequence: number, checkout: 'on' | 'off' = 'off'): Snapshot {
  return aSnapshot({
    revision: { sequence },
    contentHash: (checkout === 'on' ? '1' : '0').repeat(64),
    flags: { checkout: aFlag({ defaultVariant: checkout }), other: aFlag() },
  })
}

function aKeyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const signer: Signer = {
    keyId: createHash('sha256').update(raw).digest().subarray(0, 8),
    sign: (bytes) => sign(null, bytes, privateKey),
  }
  return { signer, verifiers: [parsePublicKey(raw.toString('base64'))!] }
}

const checkoutOf = (held: HeldSnapshot) => held.evaluator?.evaluate('checkout', 'boolean', false, {}).value

describe('HeldSnapshot', () => {
  it('holds nothing until a frame comes', () => {
    const held = aHeldSnapshot()
    expect(held.evaluator).toBeUndefined()
    expect(held.revision).toBeUndefined()
    expect(held.takeFrame(aFrame(aRevision(1, 'on')))).toEqual(FIRST)
    expect(held.revision).toBe('1.1')
    expect(checkoutOf(held)).toBe(true)
  })

  it('tells what a newer revision changes', () => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aRevision(1)))
    expect(held.takeFrame(aFrame(aRevision(2, 'on')))).toEqual({
      isFirst: false,
      changedFlags: ['checkout'],
      changedConfigs: [],
    })
    expect(checkoutOf(held)).toBe(true)
  })

  it('takes a newer revision with the same content for no change', () => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aRevision(1)))
    expect(held.takeFrame(aFrame(aRevision(2)))).toEqual(SAME_CONTENT)
    expect(held.revision).toBe('1.2')
  })

  it('does not read a payload again that it has read', () => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aRevision(1)))
    const { evaluator } = held
    expect(held.takeFrame(aFrame(aRevision(1), { nowMs: START + 60_000 }))).toEqual(SAME_CONTENT)
    expect(held.evaluator).toBe(evaluator)
  })

  it.each([
    ['sequence', { epoch: 2, sequence: 4 }],
    ['epoch', { epoch: 1, sequence: 9 }],
  ])('refuses a lower %s from a server and keeps what it has', (_what, revision) => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aSnapshot({ revision: { epoch: 2, sequence: 5 } })))
    expect(() => held.takeFrame(aFrame(aSnapshot({ revision })))).toThrow(
      expect.objectContaining({ code: 'older-revision' }),
    )
    expect(held.revision).toBe('2.5')
  })

  it('takes a lower sequence in a higher epoch', () => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aSnapshot({ revision: { epoch: 1, sequence: 9 } })))
    held.takeFrame(aFrame(aSnapshot({ revision: { epoch: 2, sequence: 1 } })))
    expect(held.revision).toBe('2.1')
  })

  it('takes what someone puts into a file, older or expired, as it is', () => {
    const held = aHeldSnapshot({ fromServer: false, now: () => START + 86_400_000 })
    held.takeFrame(aFrame(aRevision(5)))
    expect(held.takeFrame(aFrame(aRevision(4, 'on')))).toMatchObject({ changedFlags: ['checkout'] })
    expect(held.revision).toBe('1.4')
  })

  it('refuses another environment', () => {
    const held = aHeldSnapshot()
    expect(() => held.takeFrame(aFrame(aSnapshot({ environment: 'staging' })))).toThrow(
      'refused a snapshot of environment "staging": this client is for "production"',
    )
    expect(held.evaluator).toBeUndefined()
  })

  it('takes any environment when none is asked for', () => {
    const held = aHeldSnapshot({ environment: undefined })
    expect(held.takeFrame(aFrame(aSnapshot({ environment: 'staging' })))).toEqual(FIRST)
  })

  it('uses an expired frame but says that it is one', () => {
    const held = aHeldSnapshot({ now: () => START + 300_000 })
    const taken = held.takeFrame(aFrame(aRevision(1, 'on')))
    expect(taken).toMatchObject({ isFirst: true, expired: { code: 'expired' } })
    expect(taken.expired?.message).toContain('had expired')
    expect(checkoutOf(held)).toBe(true)
  })

  it.each([
    ['no frame', 'not-a-frame', () => Buffer.from('<html>')],
    ['a frame of an unknown format', 'unknown-format', () => aFrame(aRevision(2)).fill(9, 4, 6)],
    ['a frame that was cut off', 'malformed', () => aFrame(aRevision(2)).subarray(0, 280)],
    ['a frame with a flipped bit', 'wrong-digest', () => aFrame(aRevision(2)).fill(0x55, 300, 301)],
    ['an empty message', 'not-a-frame', () => new Uint8Array()],
  ])('refuses %s and keeps what it has', (_what, code, bad) => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aRevision(1, 'on')))
    expect(() => held.takeFrame(bad())).toThrow(expect.objectContaining({ name: 'SdkError', code }))
    expect(held.revision).toBe('1.1')
    expect(checkoutOf(held)).toBe(true)
  })

  it('judges the revision by the payload, whatever the header says', () => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aRevision(5)))
    const frame = aFrame(aRevision(4))
    new DataView(frame.buffer, frame.byteOffset).setBigUint64(12, 9n)
    expect(() => held.takeFrame(frame)).toThrow(expect.objectContaining({ code: 'older-revision' }))
  })

  describe('with public keys', () => {
    it('takes frames that one of them signed, also when only the header is new', () => {
      const { signer, verifiers } = aKeyPair()
      const held = aHeldSnapshot({ verifiers: [...aKeyPair().verifiers, ...verifiers] })
      held.takeFrame(aFrame(aRevision(1), { signer }))
      const again = aFrame(aRevision(1), { signer, nowMs: START + 60_000 })
      expect(held.takeFrame(again)).toEqual(SAME_CONTENT)
    })

    it.each([
      ['nobody', undefined],
      ['someone else', aKeyPair().signer],
    ])('refuses frames signed by %s, known content or not', (_who, stranger) => {
      const { signer, verifiers } = aKeyPair()
      const held = aHeldSnapshot({ verifiers })
      held.takeFrame(aFrame(aRevision(1), { signer }))
      for (const sequence of [1, 2]) {
        const frame = aFrame(aRevision(sequence), stranger && { signer: stranger })
        expect(() => held.takeFrame(frame)).toThrow(expect.objectContaining({ code: 'wrong-signature' }))
      }
      expect(held.revision).toBe('1.1')
    })
  })

  it('takes snapshots that are no frames', () => {
    const held = aHeldSnapshot({ fromServer: false })
    expect(held.takeSnapshot(aRevision(1))).toEqual(FIRST)
    expect(held.takeSnapshot(aRevision(2, 'on'))).toMatchObject({
      isFirst: false,
      changedFlags: ['checkout'],
    })
    expect(() => held.takeSnapshot(aSnapshot({ environment: 'staging' }))).toThrow(
      expect.objectContaining({ code: 'other-environment' }),
    )
  })
})

describe('where a HeldSnapshot stands', () => {
  const refused = (held: HeldSnapshot, frame: Uint8Array) => {
    expect(() => held.takeFrame(frame)).toThrow()
    return held.standing
  }

  it('is what it applied, wherever that came from', () => {
    const held = aHeldSnapshot()
    expect(held.standing).toEqual({})
    held.takeSnapshot(aRevision(3))
    expect(held.standing).toEqual({ applied: { epoch: 1, sequence: 3 } })
    held.takeFrame(aFrame(aRevision(4)))
    expect(held.standing).toEqual({ applied: { epoch: 1, sequence: 4 } })
  })

  it('is the very same after a frame that brought nothing new', () => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aRevision(1)))
    const { standing } = held
    held.takeFrame(aFrame(aRevision(1), { nowMs: START + 60_000 }))
    expect(held.standing).toBe(standing)
  })

  it('says which frame was refused and why, until one is taken again', () => {
    const held = aHeldSnapshot()
    held.takeFrame(aFrame(aRevision(5)))
    const standing = refused(held, aFrame(aRevision(4)))
    expect(standing).toEqual({
      applied: { epoch: 1, sequence: 5 },
      rejected: {
        epoch: 1,
        sequence: 4,
        code: 'older-revision',
        message: 'refused revision 1.4: it is older than 1.5, which is in use',
      },
    })
    expect(refused(held, aFrame(aRevision(4)))).not.toBe(standing)
    held.takeFrame(aFrame(aRevision(5)))
    expect(held.standing).toEqual({ applied: { epoch: 1, sequence: 5 } })
  })

  it('names no revision for what is no frame, and cuts off what is long', () => {
    const held = aHeldSnapshot({ environment: 'e'.repeat(64) })
    expect(refused(held, Buffer.from('<html>')).rejected).toMatchObject({ code: 'not-a-frame' })
    expect(held.standing.rejected).not.toHaveProperty('epoch')
    expect(refused(held, aFrame(aSnapshot({ environment: 'f'.repeat(64) }))).rejected?.message).toHaveLength(
      100,
    )
  })
})
