import type { BenchEnvironment } from '../environment.ts'
import type { Target } from '../target.ts'
import { describeTargets } from '../target.ts'
import type { SyncResults } from './sync-results.ts'

export interface SyncReport {
  readonly environment: BenchEnvironment
  readonly results: SyncResults
  readonly targets: readonly Target[]
}

export function describeSync({ targets }: SyncReport): string {
  return describeTargets(targets)
}
