import type { FleetMetrics } from './fleet-metrics.ts'

/** Keeps what was counted. */
export class FakeFleetMetrics implements FleetMetrics {
  readonly rejected: string[] = []
  readonly refused: string[] = []
  readonly ahead = new Map<string, number>()

  frameRejected(environment: string): void {
    this.rejected.push(environment)
  }

  messageRefused(environment: string): void {
    this.refused.push(environment)
  }

  clientsAhead(environment: string, count: number): void {
    this.ahead.set(environment, count)
  }
}
