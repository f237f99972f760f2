import type { JsonObject, JsonValue } from '../../json.ts'
import type { Prerequisite } from '../../manifest/kinds/flag/flag.ts'
import { inForce } from '../../snapshot/in-force.ts'
import type { Snapshot, SnapshotFlag, SnapshotRule } from '../../snapshot/snapshot.ts'
import { createEvaluator } from '../evaluator.ts'
import type { ResolutionDetails } from '../resolution-details.ts'
import { explainRule } from './explain-rule.ts'
import { explainSegments } from './explain-segment.ts'
import type {
  DecidedBy,
  FlagExplanation,
  PrerequisiteExplanation,
  RuleExplanation,
} from './flag-explanation.ts'
import { Subject } from './subject.ts'

export interface ExplainRequest {
  readonly snapshot: Snapshot
  /** The flag key. */
  readonly flag: string
  readonly context: JsonObject
  /** The instant asked about, in milliseconds since the epoch. */
  readonly now: number
}

type Details = ResolutionDetails<JsonValue>

/**
 * Says of everything that an evaluation asks what the answer was; the values of attributes that the snapshot calls
 * private, and of those inside them, are left out. Of a checked snapshot, never throws.
 */
export function explainFlag({ snapshot, flag: key, context, now }: ExplainRequest): FlagExplanation {
  const evaluator = createEvaluator({ snapshot, now: () => now })
  const resolve = (flag: string): Details => evaluator.evaluate<JsonValue>(flag, 'any', null, context)
  const details = resolve(key)
  const flag = details.reason === 'ERROR' ? undefined : snapshot.flags.get(key)
  const decidedBy = findDecision(details, flag)
  const { segments, privateAttributes = [] } = snapshot
  const subject = new Subject({ context, now, segments, privateAttributes })
  const rules = flag === undefined ? [] : explainRules(inForce(flag).rules, decidedBy, subject)
  return {
    flag: key,
    environment: snapshot.environment,
    at: new Date(now).toISOString(),
    details,
    decidedBy,
    prerequisites: flag === undefined ? [] : explainPrerequisites(flag.prerequisites, decidedBy, resolve),
    rules,
    segments: explainSegments(
      rules.flatMap((rule) => rule.if?.decidedBy.segments ?? []),
      subject,
    ),
  }
}

function findDecision({ errorCode, flagMetadata }: Details, flag: SnapshotFlag | undefined): DecidedBy {
  if (flag === undefined) return errorCode === 'FLAG_NOT_FOUND' ? 'flag-not-found' : 'fault'
  const { variant, state } = inForce(flag)
  if (variant !== undefined) return 'override'
  if (state !== 'ENABLED') return 'state'
  if (flagMetadata.prerequisite !== undefined) return 'prerequisite'
  return flagMetadata.ruleName === undefined ? 'default' : 'rule'
}

function explainPrerequisites(
  prerequisites: readonly Prerequisite[],
  decidedBy: DecidedBy,
  resolve: (flag: string) => Details,
): readonly PrerequisiteExplanation[] {
  let isReached = decidedBy !== 'override' && decidedBy !== 'state'
  return prerequisites.map(({ flag, variants }) => {
    if (!isReached) return { flag, variants, outcome: 'not-reached' }
    const { variant, reason, flagMetadata } = resolve(flag)
    isReached = reason !== 'DISABLED' && variant !== undefined && variants.includes(variant)
    return {
      flag,
      variants,
      outcome: isReached ? 'met' : 'unmet',
      resolved: {
        reason,
        ...(variant !== undefined && { variant }),
        ...(flagMetadata.ruleName !== undefined && { ruleName: flagMetadata.ruleName }),
      },
    }
  })
}

function explainRules(
  rules: readonly SnapshotRule[],
  decidedBy: DecidedBy,
  subject: Subject,
): readonly RuleExplanation[] {
  let isReached = decidedBy === 'rule' || decidedBy === 'default'
  return rules.map((rule) => {
    if (!isReached) return { name: rule.name, outcome: 'not-reached' }
    const explained = explainRule(rule, subject)
    isReached = explained.outcome !== 'matched'
    return explained
  })
}
