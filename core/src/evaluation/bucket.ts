import { murmur3 } from './murmur3.ts'

/** How many buckets there are; a share is an integer out of this many, so three decimals of a percent are exact. */
export const BUCKETS = 100_000

/**
 * The bucket of a subject's key under a seed: floor(h × 100000 / 2^32) with
 * h = murmur3_x86_32(utf8(value), murmur3_x86_32(utf8(seed), 0)). A public contract, the same in every language.
 */
export function bucketOf(value: string, seed: string): number {
  return bucketUnder(value, hashSeed(seed))
}

/** A seed's part of `bucketOf`, which is the same for every subject. */
export function hashSeed(seed: string): number {
  return murmur3(seed, 0) >>> 0
}

/** `bucketOf` with the seed already hashed. The product stays below 2^53, so doubles are exact. */
export function bucketUnder(value: string, seedHash: number): number {
  return Math.floor(((murmur3(value, seedHash) >>> 0) * BUCKETS) / 2 ** 32)
}

/**
 * What an attribute hashes as: a string as it is, an integer up to 2^53 − 1 in decimal (−0 as "0").
 * Anything else, absent or empty is no key: such a subject is outside every share.
 */
export function bucketingKey(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return Number.isSafeInteger(value) ? String(value) : undefined
}
