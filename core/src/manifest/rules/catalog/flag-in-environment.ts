import type { JsonValue } from '../../../json.ts'
import { ownValue } from '../../../own-value.ts'
import type { Flag, Prerequisite, Rule } from '../../kinds/flag/flag.ts'
import type { FlagState } from '../../../evaluation/flag-type.ts'
import type { DocumentPath } from '../../issue.ts'
import { oncePer } from './once-per.ts'

/** A part of a flag as it applies somewhere, and where in the document it is from. */
export interface Placed<T> {
  readonly value: T
  readonly path: DocumentPath
}

/** A flag's own value of a field, or what the environment puts in its place; without an environment, its own. */
function fieldIn<T>(
  flag: Flag,
  environment: string | undefined,
  field: 'prerequisites' | 'rules' | 'variants',
): Placed<T> {
  const overlay = environment === undefined ? undefined : ownValue(flag.environments, environment)
  const replaced = overlay?.[field]
  return replaced === undefined
    ? { value: flag[field] as T, path: ['spec', field] }
    : { value: replaced as T, path: ['spec', 'environments', String(environment), field] }
}

/** DISABLED where the flag's document does not list the environment. */
export function stateIn(flag: Flag, environment: string): FlagState {
  return ownValue(flag.environments, environment)?.state ?? 'DISABLED'
}

export const prerequisitesIn = (flag: Flag, environment?: string) =>
  fieldIn<readonly Prerequisite[]>(flag, environment, 'prerequisites')

/** Whether a flag has any, by its own word or in an environment. */
export const hasPrerequisites = oncePer(
  (flag: Flag): boolean =>
    flag.prerequisites.length > 0 ||
    Object.values(flag.environments).some(({ prerequisites }) => prerequisites !== undefined),
)

export const rulesIn = (flag: Flag, environment?: string) =>
  fieldIn<readonly Rule[]>(flag, environment, 'rules')

/** Every rule that a flag has, those of its environments included. */
export const rulesOf = oncePer((flag: Flag): readonly Placed<Rule>[] => {
  const placed = (rules: readonly Rule[], path: DocumentPath) =>
    rules.map((value, index) => ({ value, path: [...path, index] }))
  return [
    ...placed(flag.rules, ['spec', 'rules']),
    ...Object.entries(flag.environments).flatMap(([environment, { rules = [] }]) =>
      placed(rules, ['spec', 'environments', environment, 'rules']),
    ),
  ]
})

export const variantsIn = (flag: Flag, environment?: string) =>
  fieldIn<Readonly<Record<string, JsonValue>>>(flag, environment, 'variants').value
