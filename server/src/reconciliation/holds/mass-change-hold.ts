import type { BaseChange } from '../../preparation/preparer.ts'
import { acceptHint } from './accept-hint.ts'
import type { Hold } from './hold.ts'

/** So many flags may always go or be drawn anew. */
const FEW_FLAGS = 10
const MOST_NAMED = 20

export interface MassChangeFacts {
  readonly environment: string
  readonly commit: string
  readonly change: BaseChange
  /** The share of an environment's flags that one commit may delete or re-bucket unasked, in percent. */
  readonly limitPercent: number
}

/**
 * Why a commit is held for how much it changes at once: more than the share, and at least ten flags, that go or whose
 * subjects are drawn anew; or nothing left of what there was. Undefined when it is let through.
 */
export function findMassChangeHold(facts: MassChangeFacts): Hold | undefined {
  const { environment, commit, change, limitPercent } = facts
  const { flagsBefore, flagsAfter, deleted, rebucketed } = change
  const touched = deleted.length + rebucketed.length
  const isEmptied = flagsAfter === 0 && flagsBefore > 0
  const isMass = touched >= FEW_FLAGS && touched * 100 > flagsBefore * limitPercent
  if (!isEmptied && !isMass) return undefined
  const share = Math.round((100 * touched) / flagsBefore)
  const what = isEmptied
    ? `leaves none of the ${flagsBefore} flags of ${environment}`
    : `deletes ${deleted.length} and re-buckets ${rebucketed.length} of the ${flagsBefore} flags of ${environment} (${share} %; at most ${limitPercent} % pass unasked)`
  return {
    code: isEmptied ? 'empty' : 'mass-change',
    environment,
    commit,
    message: `Commit ${commit.slice(0, 12)} ${what}`,
    hint: [acceptHint(commit), 'If not, revert it.', ...switchedOffHint(change)].join(' '),
  }
}

/** What the commit turns off waits with it; an operation does it now. */
function switchedOffHint({ switchedOff }: BaseChange): readonly string[] {
  if (switchedOff.length === 0) return []
  const [first = ''] = switchedOff
  const more = switchedOff.length > MOST_NAMED ? ` and ${switchedOff.length - MOST_NAMED} more` : ''
  return [
    `It also switches off ${switchedOff.slice(0, MOST_NAMED).join(', ')}${more}, which waits with it; to have it now, override the state: {"flag": "${first}", "state": "DISABLED"}.`,
  ]
}
