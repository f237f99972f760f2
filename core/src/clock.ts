/** Time, handed in by whoever has it, so that tests hold it in their hands. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Runs once after `delayMs`; gives the way to cancel. Keeps no process alive. */
  schedule(delayMs: number, run: () => void): () => void
}
