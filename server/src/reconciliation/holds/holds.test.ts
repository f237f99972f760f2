import { describe, expect, it } from 'vitest'
import { repositoryEmpty, branchNotFound, unreachable } from '../../git/repository-faults.ts'
import type { BaseChange } from '../../preparation/preparer.ts'
import type { HistoryFacts } from './history-hold.ts'
import { findBindingHold, findHistoryHold, findVanishedHold } from './history-hold.ts'
import { findMassChangeHold } from './mass-change-hold.ts'

const KNOWN = 'a'.repeat(40)
const TIP = 'b'.repeat(40)
const commit = { id: TIP, subject: 'Ramp', author: 'Ada', committedAt: 0 }
const historyHold = (facts: Partial<HistoryFacts>) =>
  findHistoryHold({
    commit,
    known: KNOWN,
    relation: 'descendant',
    wasAdmitted: false,
    policy: 'descendants',
    ...facts,
  })

describe('the tip of a branch', () => {
  it.each(['same', 'descendant'] as const)(
    'that is %s as, or of, the newest admitted commit is let through',
    (relation) => {
      expect(historyHold({ relation })).toBeUndefined()
    },
  )

  it.each([
    ['is an ancestor', { relation: 'ancestor' }, 'rewound'],
    ['was admitted before a newer one', { relation: 'unknown', wasAdmitted: true }, 'rewound'],
    ['has another history', { relation: 'unrelated' }, 'unrelated-history'],
    ['has more history than is followed', { relation: 'unknown' }, 'history-unknown'],
  ] as const)('that %s is held', (_what, facts, code) => {
    expect(historyHold(facts)).toMatchObject({ code, commit: TIP })
    expect(historyHold(facts)?.hint).toContain(`POST /v1/sync/accept {"commit": "${TIP}"}`)
  })

  it('may be anything but older for those who force-push', () => {
    const policy = 'any'

    expect(historyHold({ policy, relation: 'unrelated' })).toBeUndefined()
    expect(historyHold({ policy, relation: 'unknown' })).toBeUndefined()
    expect(historyHold({ policy, relation: 'ancestor' })?.code).toBe('rewound')
    // A copy of Git that was made anew does not know the newer commit, but the database knows this one.
    expect(historyHold({ policy, relation: 'unrelated', wasAdmitted: true })?.code).toBe('rewound')
  })
})

describe('a branch that is gone', () => {
  it('is held where something was admitted, and an error where nothing was', () => {
    expect(findVanishedHold(branchNotFound('repo', 'main', ['other']), KNOWN)?.code).toBe('branch-vanished')
    expect(findVanishedHold(repositoryEmpty('repo', 'main'), KNOWN)?.code).toBe('branch-vanished')
    expect(findVanishedHold(branchNotFound('repo', 'main', []), undefined)).toBeUndefined()
    expect(findVanishedHold(unreachable('repo', 'no route', 'Wait.'), KNOWN)).toBeUndefined()
    expect(findVanishedHold(new Error('a bug'), KNOWN)).toBeUndefined()
  })
})

describe('a database of another history', () => {
  const ours = { repository: '/config.git', branch: 'main', path: '' }

  it('holds what is followed here, and says how to move it', () => {
    const hold = findBindingHold({ ...ours, branch: 'release' }, ours, TIP)

    expect(hold).toMatchObject({ code: 'other-repository', commit: TIP })
    expect(hold?.message).toBe(
      'The database belongs to branch release of /config.git, and this server follows branch main of /config.git',
    )
    expect(hold?.hint).toContain(`{"commit": "${TIP}", "rebind": true}`)
  })

  it('holds nothing that is its own, or that nobody claimed yet', () => {
    expect(findBindingHold(ours, { ...ours }, TIP)).toBeUndefined()
    expect(findBindingHold(undefined, ours, TIP)).toBeUndefined()
  })
})

describe('a commit that changes much at once', () => {
  const keys = (count: number, name = 'flag') =>
    Array.from({ length: count }, (_, index) => `${name}-${index}`)
  const hold = (change: Partial<BaseChange>) =>
    findMassChangeHold({
      environment: 'production',
      commit: TIP,
      limitPercent: 30,
      change: { flagsBefore: 100, flagsAfter: 100, deleted: [], rebucketed: [], switchedOff: [], ...change },
    })

  it('passes up to the share, and however large the share is below ten flags', () => {
    expect(hold({ deleted: keys(30) })).toBeUndefined()
    expect(hold({ deleted: keys(20), rebucketed: keys(10) })).toBeUndefined()
    expect(hold({ flagsBefore: 12, flagsAfter: 3, deleted: keys(9) })).toBeUndefined()
  })

  it('is held above it, deleted and re-bucketed flags counted together', () => {
    expect(hold({ deleted: keys(20), rebucketed: keys(11) })).toMatchObject({
      code: 'mass-change',
      environment: 'production',
      message:
        'Commit bbbbbbbbbbbb deletes 20 and re-buckets 11 of the 100 flags of production (31 %; at most 30 % pass unasked)',
    })
    expect(hold({ flagsBefore: 12, flagsAfter: 2, deleted: keys(10) })?.code).toBe('mass-change')
  })

  it('is held when nothing is left, however little there was', () => {
    expect(hold({ flagsBefore: 1, flagsAfter: 0, deleted: keys(1) })).toMatchObject({
      code: 'empty',
      message: 'Commit bbbbbbbbbbbb leaves none of the 1 flags of production',
    })
    expect(hold({ flagsBefore: 0, flagsAfter: 0 })).toBeUndefined()
  })

  it('says which override does now what it would switch off', () => {
    expect(hold({ deleted: keys(40), switchedOff: ['checkout'] })?.hint).toContain(
      'switches off checkout, which waits with it; to have it now, override the state: {"flag": "checkout", "state": "DISABLED"}',
    )
  })
})
