const START_MS = Date.UTC(2025, 0, 1)

/** Epochs are seconds since 2025-01-01T00:00:00Z, so that one begun without any memory is still the newest. */
export const epochAt = (nowMs: number): number => Math.max(1, Math.floor((nowMs - START_MS) / 1000))
