import type { Observation } from './observation/observer.ts'
import { measureAdmission } from './scenarios/measure-admission.ts'
import { measureColdStart } from './scenarios/measure-cold-start.ts'
import { measureHostile } from './scenarios/measure-hostile.ts'
import { measureOneFlag } from './scenarios/measure-one-flag.ts'
import { measureOperations } from './scenarios/measure-operations.ts'

/** What is measured, each on servers of its own, by the name that `--only` takes. */
export const SCENARIOS = {
  'cold-start': measureColdStart,
  'one-flag': measureOneFlag,
  admission: measureAdmission,
  hostile: measureHostile,
  operations: measureOperations,
} as const
export type ScenarioName = keyof typeof SCENARIOS
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[]

/** Only of scenarios that were run. */
export type SyncResults = {
  readonly [Name in ScenarioName]?: Awaited<ReturnType<(typeof SCENARIOS)[Name]>>
}

/** What a server was like under something. */
export interface ServedUnder {
  readonly under: string
  readonly observation: Observation
}

/** While commits were admitted, good and hostile ones. */
export function allObserved({ admission, hostile }: SyncResults): readonly ServedUnder[] {
  return [
    ...(admission?.rounds ?? []).map((observation, index) => ({ under: `round ${index + 1}`, observation })),
    ...(hostile?.commits ?? []).map(({ name, observation }) => ({ under: name, observation })),
  ]
}
