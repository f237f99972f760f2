import type { PrerequisiteExplanation, SegmentExplanation } from '@evenkeel/core/explain'
import { writeEvaluation } from '../report/evaluation.ts'
import type { Style } from '../report/style.ts'
import type { Explanation } from './explanation.ts'
import { describeCondition, describeKey } from './describe-condition.ts'
import { writeEntries, type Entry } from './entries.ts'
import { describeRule } from './describe-rule.ts'

/** What the flag resolves to, then everything that was asked, in the order in which it was asked. */
export function writeExplanation(explanation: Explanation, style: Style): string {
  const { flag, environment, explainedBy, at, details, prerequisites, rules, segments } = explanation
  const evaluatedBy = `${explainedBy}, at ${at}`
  return [
    writeEvaluation({ flagKey: flag, environment, evaluatedBy, ...details }, style),
    section('Prerequisites', prerequisites.map(describePrerequisite), style),
    section(
      'Rules, the first that matches decides',
      rules.map((rule) => describeRule(rule, at)),
      style,
    ),
    section('Segments', segments.map(describeSegment), style),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function section(title: string, entries: readonly Entry[], style: Style): string {
  return entries.length === 0 ? '' : `${style.bold(title)}\n\n${writeEntries(entries, style)}`
}

function describePrerequisite({ flag, variants, outcome, resolved }: PrerequisiteExplanation): Entry {
  const wanted = variants.join(' or ')
  if (resolved === undefined)
    return { answer: 'unasked', name: flag, says: `not asked; wants ${wanted}`, lines: [] }
  const { variant, reason, ruleName } = resolved
  const rule = ruleName === undefined ? '' : `, rule ${ruleName}`
  const resolves =
    variant === undefined ? `cannot be resolved (${reason})` : `is ${variant} (${reason}${rule})`
  const isMet = outcome === 'met'
  const disabled = reason === 'DISABLED' ? ', and a disabled flag meets nothing' : ''
  return {
    answer: isMet ? 'yes' : 'no',
    name: flag,
    says: isMet ? `met: it ${resolves}` : `unmet: it ${resolves}, wants ${wanted}${disabled}`,
    lines: [],
  }
}

const LISTS = {
  exclude: 'its key is excluded',
  include: 'its key is included',
  'no-match': 'no list names its key',
}

function describeSegment({ name, holds, decidedBy, key, if: condition }: SegmentExplanation): Entry {
  return {
    answer: holds ? 'yes' : 'no',
    name,
    says: `the subject is ${holds ? '' : 'not '}in it`,
    lines:
      condition === undefined
        ? [['key', `${describeKey(key)}: ${LISTS[decidedBy === 'if' ? 'no-match' : decidedBy]}`]]
        : describeCondition(condition),
  }
}
