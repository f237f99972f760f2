import { describe, expect, it } from 'vitest'
import { StoreError } from '../../errors.ts'
import type { SyncAttempt } from './sync-attempt-store.ts'
import type { SyncFacts } from './sync-status.ts'
import { describeSync } from './sync-status.ts'

const COMMIT = 'c0ffee0000000000000000000000000000000000'
const GOOD = '900d000000000000000000000000000000000000'
const at = new Date('2026-11-01T10:00:00Z')
const desired = { id: COMMIT, subject: 'Ramp', author: 'Ada', committedAt: at.getTime() }
const served = [{ environment: 'production', commit: GOOD, epoch: 1, sequence: 7 }]
const error = {
  code: 'cycle',
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
const describeWith = (facts: Partial<SyncFacts>) =>
  describeSync({
    desired,
    served,
    lastAttempt: undefined,
    lastDecided: facts.lastAttempt,
    lastSuccessAt: undefined,
    underWay: undefined,
    holds: [],
    database: undefined,
    withheld: undefined,
    clientsAhead: [],
    ...facts,
  })

describe('the status of the sync', () => {
  it('says that it has not ended yet, and that nothing is served', () => {
    expect(describeWith({ desired: undefined, served: [] })).toEqual({
      outcome: 'pending',
      message: 'The first sync has not ended yet. Nothing is served yet.',
      served: [],
      issues: [],
      holds: [],
    })
  })

  it('says why nothing is given out, whatever is published', () => {
    const { message } = describeWith({
      served: [],
      withheld: 'The signing key is not registered.',
      lastAttempt: attempt({}),
    })

    expect(message).toMatch(/ is the one published\. Nothing is served: The signing key is not registered\.$/)
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
        holds: [],
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

  describe('when failed after a commit was refused', () => {
    const issues = [error]
    const lastDecided = attempt({ outcome: 'refused', issues })
    const lastAttempt = attempt({
      outcome: 'failed',
      issues: [],
      error: { code: 'repository-unreachable', message: 'Git is away' },
    })

    it('still says what is wrong with it', () => {
      const status = describeWith({ lastAttempt, lastDecided })
      expect(status.message).toContain(
        'Git is away. It is tried again by itself. The newest commit c0ffee000000 was',
      )
      expect(status.issues).toEqual(issues)
    })

    it('says nothing of it once a newer one was seen', () => {
      const status = describeWith({
        lastAttempt,
        lastDecided: undefined,
        desired: { ...desired, id: GOOD },
      })
      expect(status.message).not.toContain('refused')
      expect(status.issues).toEqual([])
    })
  })

  it('when held says what, where and why', () => {
    const hold = {
      code: 'mass-change',
      environment: 'production',
      commit: COMMIT,
      message: 'It deletes much',
      hint: 'Accept it.',
    } as const
    const status = describeWith({ lastAttempt: attempt({ outcome: 'held' }), holds: [hold] })

    expect(status.message).toBe(
      'The newest commit c0ffee000000 is held for production: It deletes much. Served: production from commit 900d00000000.',
    )
    expect(status.holds).toEqual([hold])
  })

  it('says which commit is looked at now, apart from what became of the one before', () => {
    const underWay = { since: at, trigger: 'webhook', commit: GOOD } as const
    const status = describeWith({ lastAttempt: attempt({}), underWay })

    expect(status).toMatchObject({
      outcome: 'unchanged',
      desired: { commit: COMMIT },
      underWay: { since: at.toISOString(), trigger: 'webhook', commit: GOOD },
    })
    expect(status.message).toContain('Commit 900d00000000 is looked at now.')
  })

  it('says when the database is away, also where it is written as JSON', () => {
    const database = new StoreError('It is down', 'Start it.')
    const status = describeWith({ lastAttempt: attempt({}), database })

    expect(JSON.parse(JSON.stringify(status.database))).toEqual({
      code: 'store-unavailable',
      message: 'It is down',
      hint: 'Start it.',
    })
  })

  it('counts services that are ahead, and says what cures it', () => {
    const ahead = { environment: 'production', count: 3, clients: [] }

    const status = describeWith({ lastAttempt: attempt({}), clientsAhead: [ahead] })

    expect(status.message).toContain('3 services have a newer revision than this server')
    expect(status.message).toContain('evenkeel-server restore')
  })
})
