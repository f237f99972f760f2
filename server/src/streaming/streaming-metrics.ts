/** Injection token of StreamingMetrics. */
export const STREAMING_METRICS = Symbol('StreamingMetrics')

/** What streaming counts. */
export interface StreamingMetrics {
  /** Gauge: how many streams of an environment are open. */
  subscribers(environment: string, count: number): void
  frameSent(environment: string): void
  /** A connection was ended because it did not acknowledge its frames. */
  slowConsumerEnded(environment: string): void
  /** An upgrade was answered with something else; `code` is the problem's. */
  streamRefused(code: string): void
}
