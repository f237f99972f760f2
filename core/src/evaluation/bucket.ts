/** How many buckets there are; a share is an integer out of this many, so three decimals of a percent are exact. */
export const BUCKETS = 100_000

/**
 * The bucket of a subject's key under a seed: floor(h × 100000 / 2^32) with
 * h = murmur3_x86_32(utf8(value), murmur3_x86_32(utf8(seed), 0)). A public contract, the same in every language.
 */
export function bucketOf(value: string, seed: string): number {
  throw new Error(`not yet: ${value} ${seed}`)
}
