/** Of figures of one kind. */
export interface Distribution {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** By nearest rank; NaN of nothing. */
export function distributionOf(figures: readonly number[]): Distribution {
  const sorted = figures.toSorted((a, b) => a - b)
  const rank = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
  return { count: sorted.length, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: rank(1) }
}
