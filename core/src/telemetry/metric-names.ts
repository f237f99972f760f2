/** Names of the server's metrics; dashboards and alerts are built from the same constants. */
export const METRIC = {
  /** Counter, label `outcome`. */
  syncAttempts: 'evenkeel_sync_attempts_total',
} as const
