import type { Comparison, Path } from '../../expression/expression.ts'
import { isCompound, isList, isPath } from '../../expression/expression.ts'
import { readAttribute } from '../../expression/read-attribute.ts'
import type { SnapshotRule } from '../../snapshot/snapshot.ts'
import type { CompiledRule } from './compile-rule.ts'

/** Fewer rules than this are quicker looked at one after the other. */
const LEAST_INDEXED = 4

/** The rules that may match a subject, in their order. */
export type RulesFor = (context: object) => readonly CompiledRule[]

/**
 * Finds rules by the value of an attribute, when a flag begins with enough rules that ask nothing else than whether this
 * attribute is one of some literals: it is read once, however many they are. Undefined when it does not. `compiled` has
 * the same rules, compiled.
 */
export function indexRules(
  rules: readonly SnapshotRule[],
  compiled: readonly CompiledRule[],
): RulesFor | undefined {
  if (rules.length < LEAST_INDEXED) return undefined
  const byLiteral = new Map<unknown, CompiledRule[]>()
  let path: Path | undefined
  let indexed = 0
  for (const rule of rules) {
    const membership = findMembership(rule)
    path ??= membership?.path
    if (membership === undefined || JSON.stringify(membership.path) !== JSON.stringify(path)) break
    const unconditional = { ...(compiled[indexed] as CompiledRule), condition: undefined }
    for (const literal of membership.literals) {
      byLiteral.set(literal, [...(byLiteral.get(literal) ?? []), unconditional])
    }
    indexed++
  }
  if (path === undefined || indexed < LEAST_INDEXED) return undefined
  const others = compiled.slice(indexed)
  for (const [literal, candidates] of byLiteral) byLiteral.set(literal, candidates.concat(others))
  const read = readAttribute(path.slice(1))
  return (context) => byLiteral.get(read(context)) ?? others
}

interface Membership {
  readonly path: Path
  readonly literals: readonly unknown[]
}

/** A rule that may not hold yet is none, so that what its condition reads is not read before. */
function findMembership({ if: tree, during }: SnapshotRule): Membership | undefined {
  if (during !== undefined || tree === undefined || !isCompound(tree)) return undefined
  const [operator, path, right] = tree as Comparison
  if (!isPath(path)) return undefined
  if (operator === '=' && !isCompound(right)) return { path, literals: [right] }
  return operator === 'in' && isList(right) ? { path, literals: right.slice(1) } : undefined
}
