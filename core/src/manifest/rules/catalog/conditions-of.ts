import { isCompound, isPath, type Expression } from '../../../expression/expression.ts'
import type { Condition } from '../../flag.ts'
import type { DocumentPath } from '../../issue.ts'
import type { ManifestDocument } from '../../manifest.ts'
import { rulesOf } from './flag-in-environment.ts'

export interface PlacedCondition {
  readonly condition: Condition
  readonly path: DocumentPath
}

/** Every condition a document holds, those of its environments included. */
export function conditionsOf({ manifest }: ManifestDocument): PlacedCondition[] {
  if (manifest.kind === 'Segment')
    return manifest.if ? [{ condition: manifest.if, path: ['spec', 'if'] }] : []
  if (manifest.kind !== 'Flag') return []
  return rulesOf(manifest).flatMap(({ value, path }) =>
    value.if ? [{ condition: value.if, path: [...path, 'if'] }] : [],
  )
}

/** Every expression inside an expression, itself first. */
export function* walkExpression(tree: Expression): Generator<Expression> {
  yield tree
  if (!isCompound(tree) || isPath(tree)) return
  for (const part of tree.slice(1)) yield* walkExpression(part)
}

/** The names of the segments an expression asks for. */
export function segmentsIn(tree: Expression): Set<string> {
  const names = new Set<string>()
  for (const part of walkExpression(tree)) {
    if (isCompound(part) && part[0] === '$segment' && typeof part[1] === 'string') names.add(part[1])
  }
  return names
}
