/** Injection token of DatabaseMetrics. */
export const DATABASE_METRICS = Symbol('DatabaseMetrics')

/** What the database's use counts. */
export interface DatabaseMetrics {
  /** Gauge: whether it could be used when it was asked last. */
  up(isUp: boolean): void
}
