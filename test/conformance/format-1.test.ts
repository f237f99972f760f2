import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { createEvaluator } from '@evenkeel/core/evaluation'
import type { Snapshot, Verifier } from '@evenkeel/core/snapshot'
import { parseSnapshot, readFramePayload } from '@evenkeel/core/snapshot'
import { nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { loadFormat1 } from './format-1/load-format-1.ts'

const { publicKey, read, refused } = loadFormat1()
const verifiers = [verifierOf(publicKey)]

const payloadOf = (bytes: Uint8Array, trusted: readonly Verifier[]) =>
  readFramePayload(bytes, { ...nodePlatform, verifiers: trusted })

describe.each(read)('the frame $frame of format 1', ({ bytes, signed, payload, reading }) => {
  const snapshot = parseSnapshot(payload)

  it('holds its payload, byte for byte', () => {
    expect(payloadOf(bytes, signed ? verifiers : [])).toBe(payload)
  })

  it('is read as it ever was', () => {
    expect(snapshot).toMatchObject(reading.header)
    expect(Object.fromEntries(snapshot.configs)).toEqual(reading.configs)
    expect(snapshot.contentHash).toBe(hashOf(payload.slice(payload.indexOf('\n') + 1)))
  })

  it.each(reading.cases)('resolves $name', ({ flag, type, default: fallback, context, at, expect: held }) => {
    const now = () => Date.parse(at ?? '2026-06-01T00:00:00Z')
    const details = createEvaluator({ snapshot, now }).evaluate<unknown>(flag, type, fallback, context)

    const { value, variant = null, reason, errorCode } = details
    expect({ value, variant, reason, errorCode }).toEqual({
      value: held.value,
      variant: held.variant,
      reason: held.reason,
      errorCode: held.errorCode,
    })
    const metadata: Readonly<Record<string, unknown>> = { ...details.flagMetadata }
    for (const [key, expected] of Object.entries(held.flagMetadata))
      expect(metadata[key] ?? null).toBe(expected)
  })
})

describe('what format 1 does not allow', () => {
  it.each(refused)('is refused: $frame', ({ bytes, code, because }) => {
    const take = (): Snapshot => parseSnapshot(payloadOf(bytes, verifiers))

    expect(take).toThrow(expect.objectContaining({ name: 'SnapshotError', code }))
    expect(take).toThrow(because)
  })

  it('is all that is in the folder, beside what is read', () => {
    const files = readdirSync(new URL('format-1', import.meta.url), { recursive: true, encoding: 'utf8' })
    const listed = [...read, ...refused].map(({ frame }) => frame)

    expect(files.filter((name) => name.endsWith('.evk')).sort()).toEqual(listed.sort())
  })
})

function verifierOf(base64: string): Verifier {
  const raw = Buffer.from(base64, 'base64')
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  })
  return {
    keyId: createHash('sha256').update(raw).digest().subarray(0, 8),
    verify: (bytes, signature) => verify(null, bytes, key, signature),
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
