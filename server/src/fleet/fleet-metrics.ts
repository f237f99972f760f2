/** Injection token of FleetMetrics. */
export const FLEET_METRICS = Symbol('FleetMetrics')

/** What clients tell of themselves, counted. */
export interface FleetMetrics {
  /** A client said that it did not take a frame. */
  frameRejected(environment: string): void
  /** A client's message or header was malformed, and passed over. */
  messageRefused(environment: string): void
  /** Gauge: how many clients hold a newer revision than is served. */
  clientsAhead(environment: string, count: number): void
}
