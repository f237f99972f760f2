import { segmentsInRules } from '../diff/references.ts'
import type { SnapshotFlag, SnapshotOverride, SnapshotRule } from '../snapshot.ts'

/** Why an override is not applied: the commit does not have what it names, often not any more. */
export interface OverrideProblem {
  /** The flag key. */
  readonly flag: string
  /** The override's id. */
  readonly override: string
  readonly code: 'unknown-flag' | 'unknown-variant' | 'unknown-segment'
  /** One sentence that names what is missing. */
  readonly message: string
}

/** What the override of a flag names that is not there; `flag` is the flag as the commit has it. */
export function findOverrideProblem(
  key: string,
  override: SnapshotOverride,
  flag: SnapshotFlag | undefined,
  segments: ReadonlyMap<string, unknown>,
): OverrideProblem | undefined {
  const problem = (code: OverrideProblem['code'], missing: string): OverrideProblem => ({
    flag: key,
    override: override.id,
    code,
    message: `the override ${override.id} of ${key} is not applied: ${missing}`,
  })
  if (flag === undefined) return problem('unknown-flag', 'there is no flag of that key')
  const variant = variantsNamedBy(override).find((name) => !Object.hasOwn(flag.variants, name))
  if (variant !== undefined) return problem('unknown-variant', `the flag has no variant "${variant}"`)
  const segment = segmentsInRules(rulesOf(override)).find((name) => !segments.has(name))
  if (segment !== undefined) return problem('unknown-segment', `there is no segment "${segment}"`)
  return undefined
}

function rulesOf(override: SnapshotOverride): readonly SnapshotRule[] {
  return 'variant' in override ? [] : (override.rules ?? [])
}

function variantsNamedBy(override: SnapshotOverride): readonly string[] {
  if ('variant' in override) return [override.variant]
  return rulesOf(override).flatMap(({ outcome }) =>
    'serve' in outcome ? [outcome.serve] : outcome.split.map(([variant]) => variant),
  )
}
