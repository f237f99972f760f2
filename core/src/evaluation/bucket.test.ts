import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from '../../../test/conformance/bucketing.json' with { type: 'json' }
import { bucketingKey, bucketOf, BUCKETS, hashSeed } from './bucket.ts'
import { murmur3 } from './murmur3.ts'

describe('murmur3', () => {
  it.each(golden.murmur3)('of $text with seed $seed is $hash', ({ text, seed, hash }) => {
    expect(murmur3(text, seed) >>> 0).toBe(hash)
  })

  it('hashes the UTF-8 bytes of any string, ill-formed code units as U+FFFD', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 0xffffffff }), (text, seed) => {
        expect(murmur3(text, seed) >>> 0).toBe(murmur3OfBytes(new TextEncoder().encode(text), seed))
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff }), { maxLength: 12 }), (units) => {
        const text = String.fromCharCode(...units)
        expect(murmur3(text, 7) >>> 0).toBe(murmur3OfBytes(new TextEncoder().encode(text), 7))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the bucket of a key under a seed', () => {
  it.each(golden.buckets)('$value under $seed is $bucket', ({ value, seed, seedHash, bucket }) => {
    expect(hashSeed(seed)).toBe(seedHash)
    expect(bucketOf(bucketingKey(value)!, seed)).toBe(bucket)
  })

  it('has golden seeds on both sides of 2^31', () => {
    const upper = golden.buckets.filter(({ seedHash }) => seedHash >= 2 ** 31)

    expect(upper.length).toBeGreaterThan(5)
    expect(golden.buckets.length - upper.length).toBeGreaterThan(5)
  })

  it('is one of 100,000', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, seed) => {
        const bucket = bucketOf(value, seed)
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < BUCKETS).toBe(true)
      }),
    )
  })
})

describe('the key of a subject', () => {
  it.each([
    ['u-1', 'u-1'],
    [' u-1 ', ' u-1 '],
    [42, '42'],
    [-0, '0'],
    [-7, '-7'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('%j is %j', (value, key) => {
    expect(bucketingKey(value)).toBe(key)
  })

  it.each([...golden.keyless, undefined, NaN])('%j is none', (value) => {
    expect(bucketingKey(value)).toBeUndefined()
  })
})

/** The algorithm as published, over bytes and in exact arithmetic. */
function murmur3OfBytes(bytes: Uint8Array, seed: number): number {
  const multiply = (a: number, b: bigint) => Number((BigInt(a) * b) & 0xffffffffn)
  const rotate = (value: number, by: number) => ((value << by) | (value >>> (32 - by))) >>> 0
  const scramble = (block: number) => multiply(rotate(multiply(block, 0xcc9e2d51n), 15), 0x1b873593n)
  const blockAt = (start: number) =>
    [0, 1, 2, 3].reduce((sum, i) => sum + (bytes[start + i] ?? 0) * 256 ** i, 0)
  let hash = seed
  let start = 0
  for (; start + 4 <= bytes.length; start += 4) {
    hash = (rotate((hash ^ scramble(blockAt(start))) >>> 0, 13) * 5 + 0xe6546b64) % 2 ** 32
  }
  hash = (hash ^ scramble(blockAt(start)) ^ bytes.length) >>> 0
  hash = multiply((hash ^ (hash >>> 16)) >>> 0, 0x85ebca6bn)
  hash = multiply((hash ^ (hash >>> 13)) >>> 0, 0xc2b2ae35n)
  return (hash ^ (hash >>> 16)) >>> 0
}
