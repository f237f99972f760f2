import { FLAG_STATES, FLAG_TYPES, type FlagType, FULL_SHARE } from '../../evaluation/flag-type.ts'
import {
  checkExpression,
  checkList,
  checkObject,
  checkOneOf,
  checkPath,
  checkShare,
  checkString,
  checkStrings,
  isObject,
} from './check-document.ts'
import type { SnapshotFlag } from '../snapshot.ts'

/** The last that a Date can hold, in milliseconds since 1970-01-01T00:00:00Z. */
const MAX_INSTANT = 8.64e15

type Variants = Readonly<Record<string, unknown>>

/** That an evaluator can trust it: its shape, and that every variant it names is one it has. Throws TypeError. */
export function checkFlag(flag: unknown): asserts flag is SnapshotFlag {
  checkObject(flag, 'the flag')
  checkOneOf(flag['type'], FLAG_TYPES, 'type')
  checkOneOf(flag['state'], FLAG_STATES, 'state')
  const variants = flag['variants']
  checkVariants(variants, flag['type'])
  checkVariant(flag['defaultVariant'], variants)
  checkVariant(flag['disabledVariant'], variants)
  checkList(flag['prerequisites'], 'prerequisites')
  for (const prerequisite of flag['prerequisites']) checkPrerequisite(prerequisite)
  checkRules(flag['rules'], variants)
  if (flag['override'] !== undefined) checkOverride(flag['override'], variants)
}

function checkVariants(variants: unknown, type: FlagType): asserts variants is Variants {
  checkObject(variants, 'variants')
  for (const [name, value] of Object.entries(variants)) {
    const ofType = type === 'object' ? isObject(value) : typeof value === type
    if (!ofType) throw new TypeError(`the value of the variant ${name} is no ${type}`)
  }
}

function checkVariant(name: unknown, variants: Variants): void {
  checkString(name, 'the name of a variant')
  if (!Object.hasOwn(variants, name)) throw new TypeError(`there is no variant ${name}`)
}

function checkPrerequisite(prerequisite: unknown): void {
  checkObject(prerequisite, 'a prerequisite')
  checkString(prerequisite['flag'], 'the flag of a prerequisite')
  checkStrings(prerequisite['variants'], 'the variants of a prerequisite')
}

function checkRules(rules: unknown, variants: Variants): void {
  checkList(rules, 'rules')
  for (const rule of rules) {
    checkObject(rule, 'a rule')
    checkString(rule['name'], 'the name of a rule')
    if (rule['if'] !== undefined) checkExpression(rule['if'])
    if (rule['during'] !== undefined) checkDuring(rule['during'])
    if (rule['bucketing'] !== undefined) checkBucketing(rule['bucketing'])
    checkOutcome(rule['outcome'], variants)
  }
}

function checkDuring(during: unknown): void {
  checkObject(during, 'during')
  for (const instant of [during['from'], during['until']]) {
    if (instant === undefined) continue
    const isInstant = Number.isInteger(instant) && Math.abs(instant as number) <= MAX_INSTANT
    if (!isInstant) throw new TypeError('an instant is no time value in milliseconds')
  }
}

function checkBucketing(bucketing: unknown): void {
  checkObject(bucketing, 'bucketing')
  checkPath(bucketing['by'], 'by')
  checkString(bucketing['seed'], 'seed')
  checkShare(bucketing['percent'], 'percent')
}

function checkOutcome(outcome: unknown, variants: Variants): void {
  checkObject(outcome, 'an outcome')
  if (outcome['split'] === undefined) {
    checkVariant(outcome['serve'], variants)
    return
  }
  checkList(outcome['split'], 'a split')
  let total = 0
  for (const part of outcome['split']) {
    checkList(part, 'a part of a split')
    const [variant, weight] = part
    checkVariant(variant, variants)
    checkShare(weight, 'weight')
    total += weight
  }
  if (total !== FULL_SHARE) throw new TypeError(`the weights of a split add up to ${total}`)
}

function checkOverride(override: unknown, variants: Variants): void {
  checkObject(override, 'override')
  checkString(override['id'], 'the id of an override')
  if (override['variant'] !== undefined) checkVariant(override['variant'], variants)
  else if (override['state'] !== undefined) checkOneOf(override['state'], FLAG_STATES, 'state')
  else checkRules(override['rules'], variants)
}
