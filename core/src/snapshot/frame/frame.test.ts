import { generateKeyPairSync, createHash, sign, verify } from 'node:crypto'
import { constants, deflateRawSync } from 'node:zlib'
import { nodePlatform } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SnapshotError } from '../../errors.ts'
import { encodeUtf8 } from '../../utf8.ts'
import type { Signer, Verifier } from '../platform.ts'
import { FRAME_HEADER_BYTES, MAX_FRAME_BYTES, readFrameHeader } from './frame-header.ts'
import type { FrameReading } from './read-frame.ts'
import { readFramePayload, verifyFrame } from './read-frame.ts'
import type { FrameInput } from './write-frame.ts'
import { writeFrame } from './write-frame.ts'

const { sha256, deflate, inflate } = nodePlatform
const FRAME_BYTES = 4096
const NOW = Date.parse('2026-11-21T10:00:42.123Z')

function aKey(): Signer & Verifier {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url')
  return {
    keyId: createHash('sha256').update(raw).digest().subarray(0, 8),
    sign: (bytes) => sign(null, bytes, privateKey),
    verify: (bytes, signature) => verify(null, bytes, publicKey, signature),
  }
}

const key = aKey()

function aFrame(text: string, input: Partial<FrameInput> = {}): Uint8Array {
  const bytes = encodeUtf8(text)
  return writeFrame({
    environment: 'production',
    scope: 'default',
    epoch: 3,
    sequence: 2 ** 40 + 7,
    payload: deflate(bytes),
    inflatedLength: bytes.length,
    nowMs: NOW,
    frameBytes: FRAME_BYTES,
    sha256,
    ...input,
  })
}

const reading = (verifiers: readonly Verifier[] = []): FrameReading => ({ sha256, inflate, verifiers })

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof SnapshotError) return error.code
    throw error
  }
}

function patched(frame: Uint8Array, offset: number, ...bytes: number[]): Uint8Array {
  const copy = frame.slice()
  copy.set(bytes, offset)
  return copy
}

describe('a frame', () => {
  it('gives back the text it was made of, signed or not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.boolean(), (text, signed) => {
        const frame = aFrame(text, signed ? { signer: key } : {})

        expect(frame.length).toBe(FRAME_BYTES)
        expect(readFramePayload(frame, reading(signed ? [key] : []))).toBe(text)
      }),
    )
  })

  it('gives back a text that was deflated in blocks and joined at full flushes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (others) => {
        const parts = ['{}\n', ...others]
        const blocks = parts.map((part, index) =>
          deflateRawSync(encodeUtf8(part), {
            finishFlush: index < parts.length - 1 ? constants.Z_FULL_FLUSH : constants.Z_FINISH,
          }),
        )
        const text = parts.join('')
        const payload = Buffer.concat(blocks)
        const frame = aFrame(text, { payload, inflatedLength: encodeUtf8(text).length })

        expect(readFramePayload(frame, reading())).toBe(text)
      }),
    )
  })

  it('says in its header what it was given, issued at the start of the signing period', () => {
    const text = 'payload '.repeat(20)
    const header = readFrameHeader(aFrame(text, { signer: key }))

    expect(header).toEqual({
      formatVersion: 1,
      environment: 'production',
      scope: 'default',
      epoch: 3,
      sequence: 2 ** 40 + 7,
      issuedAt: Date.parse('2026-11-21T10:00:00Z'),
      expiresAt: Date.parse('2026-11-21T10:05:00Z'),
      digest: new Uint8Array(sha256(deflate(encodeUtf8(text)))),
      payloadLength: deflate(encodeUtf8(text)).length,
      inflatedLength: text.length,
      keyId: new Uint8Array(key.keyId),
    })
  })

  it('lays its header out as documented', () => {
    const frame = aFrame('{}', { sequence: 258, payload: Uint8Array.of(9, 8, 7), inflatedLength: 2 })
    const hex = Buffer.from(frame).toString('hex')
    const name = (text: string) => Buffer.from(text).toString('hex').padEnd(128, '0')

    expect(hex.slice(0, 2 * 44)).toBe(
      '45564b46' +
        '0001' +
        '0114' +
        '00000003' +
        '0000000000000102' +
        NOW_PERIOD +
        EXPIRES +
        '00000003' +
        '00000002',
    )
    expect(hex.slice(2 * 44, 2 * 172)).toBe(name('production') + name('default'))
    expect(hex.slice(2 * 172, 2 * 204)).toBe(Buffer.from(sha256(Uint8Array.of(9, 8, 7))).toString('hex'))
    expect(hex.slice(2 * 204, 2 * 276)).toBe('0'.repeat(144))
    expect(hex.slice(2 * 276)).toBe('090807'.padEnd(2 * (FRAME_BYTES - 276), '0'))
  })

  it('is the same within a signing period and another in the next', () => {
    const frame = aFrame('{}', { signer: key })

    expect(aFrame('{}', { signer: key, nowMs: NOW + 15_000 })).toEqual(frame)
    expect(aFrame('{}', { signer: key, nowMs: NOW + 60_000 })).not.toEqual(frame)
  })

  it('does not take a payload or a name that it has no room for', () => {
    const room = FRAME_BYTES - FRAME_HEADER_BYTES

    expect(aFrame('', { payload: new Uint8Array(room) }).length).toBe(FRAME_BYTES)
    expect(codeOf(() => aFrame('', { payload: new Uint8Array(room + 1) }))).toBe('does-not-fit')
    expect(readFrameHeader(aFrame('', { environment: 'e'.repeat(64) })).environment).toBe('e'.repeat(64))
    expect(codeOf(() => aFrame('', { environment: 'e'.repeat(65) }))).toBe('does-not-fit')
  })
})

describe('a signed frame', () => {
  const frame = aFrame('{"some":"payload"}\n'.repeat(40), { signer: key })

  it('is refused when any bit of it is flipped', () => {
    const used = FRAME_HEADER_BYTES + readFrameHeader(frame).payloadLength
    for (let bit = 0; bit < 8 * (used + 16); bit++) {
      const at = bit >> 3
      const flipped = patched(frame, at, frame[at]! ^ (1 << (bit & 7)))

      expect(
        codeOf(() => readFramePayload(flipped, reading([key]))),
        `bit ${bit}`,
      ).toBeDefined()
    }
  })

  it('is refused when its padding holds anything', () => {
    expect(codeOf(() => verifyFrame(patched(frame, FRAME_BYTES - 1, 1), reading([key])))).toBe('malformed')
  })

  it('is refused when the key is not one of those that are known', () => {
    expect(codeOf(() => readFramePayload(frame, reading([aKey()])))).toBe('wrong-signature')
  })

  it('is read with whichever of the known keys signed it', () => {
    expect(readFramePayload(frame, reading([aKey(), key]))).toContain('payload')
  })

  it('is refused when another key signed it under the name of a known one', () => {
    const forged = aFrame('{}', { signer: { ...aKey(), keyId: key.keyId } })

    expect(codeOf(() => readFramePayload(forged, reading([key])))).toBe('wrong-signature')
  })

  it('is refused when it is not signed although a signature is asked for', () => {
    expect(codeOf(() => readFramePayload(aFrame('{}'), reading([key])))).toBe('wrong-signature')
    expect(readFramePayload(aFrame('{}'), reading())).toBe('{}')
  })

  it('is verified before anything is inflated', () => {
    const inflates: number[] = []
    const counting = { ...reading([key]), inflate: () => Uint8Array.of(inflates.push(1)) }

    expect(codeOf(() => readFramePayload(aFrame('{}'), counting))).toBe('wrong-signature')
    expect(codeOf(() => readFramePayload(patched(frame, FRAME_HEADER_BYTES, 0, 0, 0), counting))).toBe(
      'wrong-digest',
    )
    verifyFrame(frame, counting)
    expect(inflates).toEqual([])
  })
})

describe('bytes that are no frame', () => {
  const frame = aFrame('{}')

  it('are told by how they begin, which nobody can write a log with', () => {
    const page = encodeUtf8('<!DOCTYPE\n\u001b[31m html>')
    expect(() => readFrameHeader(page)).toThrow('no frame: they begin with "<!DOCTYPE??[31m "')
  })

  it.each([
    ['other bytes', 'not-a-frame', encodeUtf8('{"flags":{}}')],
    ['nothing', 'not-a-frame', new Uint8Array(0)],
    ['another magic', 'not-a-frame', patched(frame, 0, 0x46)],
    ['a newer format', 'unknown-format', patched(frame, 5, 2)],
    ['a header of another length', 'malformed', patched(frame, 7, 0x15)],
    ['a sequence beyond 2^53', 'malformed', patched(frame, 12, 0, 0x20)],
    ['a payload beyond its end', 'malformed', patched(frame, 36, 0, 0, 0x10)],
    ['a frame cut off', 'malformed', frame.slice(0, FRAME_HEADER_BYTES + 2)],
    ['a payload that would inflate beyond the limit', 'too-large', patched(frame, 40, 0, 0x80, 0, 1)],
    ['a frame beyond the limit', 'too-large', aFrame('{}', { frameBytes: MAX_FRAME_BYTES + 1 })],
    ['no environment', 'malformed', patched(frame, 44, 0)],
    ['an environment that goes on after its end', 'malformed', patched(frame, 107, 0x61)],
    ['an environment that is no UTF-8', 'malformed', patched(frame, 44, 0xff)],
    ['a payload of another length than it says', 'malformed', aFrame('{}', { inflatedLength: 3 })],
    ['a payload that inflates beyond what it says', 'malformed', aFrame('{}', { inflatedLength: 1 })],
    [
      'a payload that is not deflated',
      'malformed',
      aFrame('', { payload: Uint8Array.of(7), inflatedLength: 1 }),
    ],
    [
      'a payload that is no UTF-8',
      'malformed',
      aFrame('', { payload: deflate(Uint8Array.of(0xff)), inflatedLength: 1 }),
    ],
  ])('are refused: %s', (_what, code, bytes) => {
    expect(codeOf(() => readFramePayload(bytes, reading()))).toBe(code)
  })

  it('never throw anything but SnapshotError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (bytes, startsAsFrame) => {
        const any = startsAsFrame ? Uint8Array.from([...frame.slice(0, 8), ...bytes]) : bytes
        codeOf(() => readFramePayload(any, reading()))
        codeOf(() => readFramePayload(any, reading([key])))
      }),
    )
  })

  it('are read at their place in a larger buffer', () => {
    const larger = new Uint8Array(FRAME_BYTES + 10)
    larger.set(frame, 5)

    expect(readFramePayload(larger.subarray(5, 5 + FRAME_BYTES), reading())).toBe('{}')
  })
})

const NOW_PERIOD = Date.parse('2026-11-21T10:00:00Z').toString(16).padStart(16, '0')
const EXPIRES = Date.parse('2026-11-21T10:05:00Z').toString(16).padStart(16, '0')
