import type { Condition } from '../../kinds/values/condition.ts'
import type { DocumentPath } from '../../issue.ts'
import type { Manifest } from '../../kinds.ts'
import { rulesOf } from './flag-in-environment.ts'
import { oncePer } from './once-per.ts'

export interface PlacedCondition {
  readonly condition: Condition
  readonly path: DocumentPath
}

/** Every condition a manifest holds, those of its environments included. */
export const conditionsOf = oncePer((manifest: Manifest): readonly PlacedCondition[] => {
  if (manifest.kind === 'Segment')
    return manifest.if ? [{ condition: manifest.if, path: ['spec', 'if'] }] : []
  if (manifest.kind !== 'Flag') return []
  return rulesOf(manifest).flatMap(({ value, path }) =>
    value.if ? [{ condition: value.if, path: [...path, 'if'] }] : [],
  )
})
