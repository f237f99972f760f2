import type { Clock } from '@evenkeel/core/clock'
import { FakeFleetMetrics } from './fake-fleet-metrics.ts'
import type { FleetOptions } from './fleet.ts'
import { Fleet } from './fleet.ts'

/** For tests: a fleet and what it counts. */
export function aFleet(clock: Clock, options: Partial<Omit<FleetOptions, 'clock' | 'metrics'>> = {}) {
  const metrics = new FakeFleetMetrics()
  const fleet = new Fleet({ maxInstances: 100, heads: () => [], ...options, clock, metrics })
  return { fleet, metrics }
}
