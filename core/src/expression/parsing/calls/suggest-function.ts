import { findNearestName } from '../../../nearest-name.ts'
import { ownValue } from '../../../own-value.ts'
import { findSignature, FUNCTION_NAMES, usageOf } from './function-signatures.ts'

const TIME =
  'time is said with `during` on the rule; for an instant write $before(since, "…") or $after(since, "…")'
const PATTERN = 'write $contains(text, /pattern/)'
const ITEM = 'write "item" in list'
const JOIN = 'write `and` or `or` between conditions'
const SHARE = 'a share of the subjects is said with `percent` on the rule'

/** By what someone may look for, in small letters. */
const INSTEAD: Readonly<Record<string, string>> = {
  $all: JOIN,
  $and: JOIN,
  $any: JOIN,
  $date: TIME,
  $has: ITEM,
  $if: 'write two rules: the first that matches decides',
  $in: ITEM,
  $includes: `${ITEM}, or for a part of a text $contains(text, "part")`,
  $match: PATTERN,
  $matches: PATTERN,
  $millis: TIME,
  $now: TIME,
  $or: JOIN,
  $random: SHARE,
  $regex: PATTERN,
  $rollout: SHARE,
  $test: PATTERN,
  $today: TIME,
}

/** What to write instead of a function that there is not; the name begins with `$`. */
export function suggestFunction(name: string): string {
  const instead = ownValue(INSTEAD, name.toLowerCase())
  if (instead !== undefined) return instead
  const near = findNearestName(name, FUNCTION_NAMES)
  const signature = near === undefined ? undefined : findSignature(near)
  return near === undefined || signature === undefined
    ? `the functions are ${FUNCTION_NAMES.join(' ')}`
    : `write ${usageOf(near, signature)}`
}
