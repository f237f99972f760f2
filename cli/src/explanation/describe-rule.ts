import type {
  RuleExplanation,
  ShareExplanation,
  SlotExplanation,
  SplitExplanation,
} from '@evenkeel/core/explain'
import { describeCondition, describeKey } from './describe-condition.ts'
import type { Entry } from './entries.ts'

const FAILED_AT = {
  during: 'it is not the time',
  if: 'its condition does not hold',
  slot: 'the subject is not in its slot',
  percent: 'the subject is outside of its share',
} as const

/** `at` is the instant asked about. */
export function describeRule(rule: RuleExplanation, at: string): Entry {
  const { name, outcome, failedAt, during, slot, percent, split } = rule
  if (outcome === 'not-reached') return { answer: 'unasked', name, says: 'not asked', lines: [] }
  return {
    answer: outcome === 'matched' ? 'yes' : 'no',
    name,
    says: failedAt === undefined ? 'matched' : `not matched: ${FAILED_AT[failedAt]}`,
    lines: [
      ...(during ? [['during', describeTime(during, at)] as const] : []),
      ...(rule.if ? describeCondition(rule.if) : []),
      ...(slot ? [['slot', describeSlot(slot)] as const] : []),
      ...(percent ? [['percent', describeShare(percent)] as const] : []),
      ...(split ? [['split', describeSplit(split)] as const] : []),
    ],
  }
}

function describeTime({ from, until }: NonNullable<RuleExplanation['during']>, at: string): string {
  const bounds = [from && `from ${from}`, until && `until ${until}`].filter((bound) => bound !== undefined)
  return `${bounds.join(' ')}; it is ${at}`
}

function describeSlot(slot: SlotExplanation): string {
  return `${slot.group}, ${slot.from} % to ${slot.until} %; ${describeBucket(slot)}`
}

function describeShare(share: ShareExplanation): string {
  return `${share.percent} %, seed ${share.seed}; ${describeBucket(share)}`
}

function describeBucket({ key, bucket }: SlotExplanation | ShareExplanation): string {
  if (bucket !== undefined) return `${describeKey(key)} is at ${bucket} %`
  if (key.found === 'nothing') return `${key.path} is missing, so the subject has no key`
  return `${describeKey(key)} is no key, which is a string that is not empty, or an integer`
}

function describeSplit({ bucket, parts }: SplitExplanation): string {
  const ranges = parts.map(({ variant, from, until }) => `${variant} ${from} % to ${until} %`)
  return `${ranges.join(', ')}; the subject is at ${bucket} %`
}
