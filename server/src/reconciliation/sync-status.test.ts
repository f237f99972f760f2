import { describe, expect, it } from 'vitest'
import type { SyncAttempt } from './sync-attempt-store.ts'
import { describeSync } from './sync-status.ts'

const COMMIT = 'c0ffee0000000000000000000000000000000000'
const GOOD = '900d000000000000000000000000000000000000'
const at = new Date('2026-11-01T10:00:00Z')
const desired = { id: COMMIT, subject: 'Ramp', author: 'Ada', committedAt: at.getTime() }
const served = [{ environment: 'production', commit: GOOD, epoch: 1, sequence: 7 }]
const error = {
  code: 'broken',
  severity: 'error',
  message: 'It is.',
  file: 'f',
  line: 1,
  column: 1,
  path: '',
} as const
const attempt = (parts: Partial<SyncAttempt>): SyncAttempt => ({
  startedAt: at,
  finishedAt: at,
  outcome: 'unchanged',
  trigger: 'poll',
  commit: COMMIT,
  issues: [],
  ...parts,
})
const describeWith = (facts: Partial<Parameters<typeof describeSync>[0]>) =>
  describeSync({ desired, served, lastAttempt: undefined, lastSuccessAt: undefined, ...facts })

describe('the status of the sync', () => {
  it('says that it has not ended yet, and that nothing is served', () => {
    expect(describeWith({ desired: undefined, served: [] })).toEqual({
      outcome: 'pending',
      message: 'The first sync has not ended yet. Nothing is served yet.',
      served: [],
      issues: [],
    })
  })

  it.each(['published', 'unchanged'] as const)(
    'when %s says that the newest commit is published',
    (outcome) => {
      expect(describeWith({ lastAttempt: attempt({ outcome }), lastSuccessAt: at })).toEqual({
        outcome,
        message:
          'The newest commit c0ffee000000 is the one published. Served: production from commit 900d00000000.',
        desired: { commit: COMMIT, subject: 'Ramp', author: 'Ada', committedAt: '2026-11-01T10:00:00.000Z' },
        served,
        lastAttemptAt: '2026-11-01T10:00:00.000Z',
        lastSuccessAt: '2026-11-01T10:00:00.000Z',
        issues: [],
      })
    },
  )

  it('when refused counts the errors, not the warnings, and gives every issue', () => {
    const issues = [error, { ...error, severity: 'warning' as const }]
    const status = describeWith({ lastAttempt: attempt({ outcome: 'refused', issues }) })
    expect(status.message).toBe(
      'The newest commit c0ffee000000 was refused: it has 1 error. Served: production from commit 900d00000000.',
    )
    expect(status.issues).toEqual(issues)
  })

  it('when failed says why, and what is served meanwhile', () => {
    const failure = { code: 'store-unavailable', message: 'The database is down', hint: 'Start it.' }
    const status = describeWith({ lastAttempt: attempt({ outcome: 'failed', error: failure }) })
    expect(status.message).toBe(
      'The last sync failed: The database is down. It is tried again by itself. Served: production from commit 900d00000000.',
    )
    expect(status.error).toEqual(failure)
  })
})
