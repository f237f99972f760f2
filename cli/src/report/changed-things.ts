import type { JsonValue } from '@evenkeel/core/json'
import type { SnapshotDiff, ValueChange } from '@evenkeel/core/snapshot'
import type { EnvironmentDiff } from '../diff/diff-manifests.ts'
import { plural } from './plural.ts'
import { printable } from './printable.ts'

/** Two revisions, and what differs in each environment. */
export interface Comparison {
  readonly from: string
  readonly to: string
  readonly environments: readonly EnvironmentDiff[]
}

/** A flag, segment or config that differs. */
export interface ChangedThing {
  readonly kind: 'flag' | 'segment' | 'config'
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Of a change; what is new or gone is not taken apart. */
  readonly details: readonly ValueChange[]
  /** Rules of a flag that other subjects come into, though no share says so. */
  readonly redrawn: readonly string[]
  readonly through: readonly string[]
}

/** Flags first, then what they are made of. */
export function changedThings({ flags, segments, configs }: SnapshotDiff): readonly ChangedThing[] {
  const things: ChangedThing[] = [
    ...flags.map(({ key, ...flag }): ChangedThing => ({ kind: 'flag', name: key, ...flag })),
    ...segments.map((segment): ChangedThing => ({ kind: 'segment', redrawn: [], ...segment })),
    ...configs.map(({ path, from, to, details }): ChangedThing => ({
      kind: 'config',
      name: path,
      change: from === undefined ? 'added' : to === undefined ? 'removed' : 'changed',
      details,
      redrawn: [],
      through: [],
    })),
  ]
  return things.map((thing) => (thing.change === 'changed' ? thing : { ...thing, details: [] }))
}

/** Said of a rule in `redrawn`, after its name. */
export const REDRAWN = 'draws its subjects anew: some who were in are out, and others are in'

/** `new environment: 2 flags and 1 config`. */
export function headline({ change, flags, segments, configs }: EnvironmentDiff): string {
  if (change === 'removed') return 'removed: nothing is served here any more'
  const counts = [
    flags.length > 0 && plural(flags.length, 'flag'),
    segments.length > 0 && plural(segments.length, 'segment'),
    configs.length > 0 && plural(configs.length, 'config'),
  ].filter((count) => count !== false)
  return [
    ...(change === 'added' ? ['new environment'] : []),
    ...(counts.length > 0 ? [counts.join(', ')] : []),
  ].join(': ')
}

/** What a list gained and lost. */
export interface ListChange {
  readonly added: readonly JsonValue[]
  readonly removed: readonly JsonValue[]
}

/** Undefined where that does not tell the whole change: no two lists of single values, or another order. */
export function findListChange({ from, to }: ValueChange): ListChange | undefined {
  if (!isPlainList(from) || !isPlainList(to)) return undefined
  const added = to.filter((value) => !from.includes(value))
  const removed = from.filter((value) => !to.includes(value))
  const kept = (list: readonly JsonValue[], lost: readonly JsonValue[]) =>
    JSON.stringify(list.filter((value) => !lost.includes(value)))
  const isReordered = kept(from, removed) !== kept(to, added)
  return isReordered ? undefined : { added, removed }
}

function isPlainList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')
}

const MAX_VALUE_LENGTH = 72

/** A value on one line, cut where it is long. */
export function shortJson(value: unknown): string {
  const text = printable(JSON.stringify(value))
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH - 1)}…`
}
