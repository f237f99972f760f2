import { fakeClock } from '@evenkeel/test/support'
import { FakeFleetMetrics } from './fake-fleet-metrics.ts'
import type { FleetOptions } from './fleet.ts'
import { Fleet } from './fleet.ts'

/** For tests: a fleet and what it counts. */
export function aFleet(options: Partial<Omit<FleetOptions, 'metrics'>> = {}) {
  const metrics = new FakeFleetMetrics()
  const fleet = new Fleet({ clock: fakeClock(), maxInstances: 100, heads: () => [], ...options, metrics })
  return { fleet, metrics }
}
