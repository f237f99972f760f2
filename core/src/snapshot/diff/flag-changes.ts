import type { JsonObject } from '../../json.ts'
import { readableFlag, readableRule } from '../readable/readable-flag.ts'
import type { SnapshotFlag, SnapshotRule } from '../snapshot.ts'
import type { ValueChange } from './value-changes.ts'
import { memberChanges, valueChanges } from './value-changes.ts'

const NOTHING: JsonObject = { variants: {}, prerequisites: {} }

/**
 * What differs between two flags, in the words of the manifest. Rules are told apart by their name and prerequisites
 * by their flag; `rules` and `prerequisites` themselves change, from and to lists of names, when those that stay are in
 * another order.
 */
export function flagChanges(
  before: SnapshotFlag | undefined,
  after: SnapshotFlag | undefined,
): readonly ValueChange[] {
  const [rulesBefore, rulesAfter] = [before?.rules ?? [], after?.rules ?? []]
  return [
    ...memberChanges('', fieldsOf(before), fieldsOf(after)),
    ...orderChanges('prerequisites', prerequisitesOf(before), prerequisitesOf(after)),
    ...orderChanges('rules', rulesBefore.map(nameOf), rulesAfter.map(nameOf)),
    ...ruleChanges(rulesBefore, rulesAfter),
  ]
}

/** All but the rules; an override's are a list like any other value. */
function fieldsOf(flag: SnapshotFlag | undefined): JsonObject {
  if (flag === undefined) return NOTHING
  const prerequisites = Object.fromEntries(flag.prerequisites.map((needed) => [needed.flag, needed.variants]))
  return { ...without(readableFlag(flag), ['rules']), prerequisites }
}

function orderChanges(
  path: string,
  before: readonly string[],
  after: readonly string[],
): readonly ValueChange[] {
  const stayedBefore = before.filter((name) => after.includes(name))
  const stayedAfter = after.filter((name) => before.includes(name))
  const isReordered = stayedBefore.some((name, index) => name !== stayedAfter[index])
  return isReordered ? [{ path, from: before, to: after }] : []
}

function ruleChanges(
  before: readonly SnapshotRule[],
  after: readonly SnapshotRule[],
): readonly ValueChange[] {
  const names = [...new Set([...before, ...after].map(nameOf))]
  return names.flatMap((name) => {
    const from = before.find((rule) => rule.name === name)
    const to = after.find((rule) => rule.name === name)
    // A rule without a share says nothing of `by` and `seed`, so they cannot be compared.
    const comparable = from && to && (!from.bucketing || !to.bucketing) ? withoutSubject : readableRule
    return valueChanges(`rules.${name}`, from && comparable(from), to && comparable(to))
  })
}

function withoutSubject(rule: SnapshotRule): JsonObject {
  return without(readableRule(rule), ['by', 'seed'])
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}

const nameOf = (rule: SnapshotRule): string => rule.name

function prerequisitesOf(flag: SnapshotFlag | undefined): readonly string[] {
  return flag?.prerequisites.map((needed) => needed.flag) ?? []
}
