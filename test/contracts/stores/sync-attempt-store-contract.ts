import type { Issue } from '@evenkeel/core/manifest'
import { beforeEach, expect, it } from 'vitest'
import type {
  SyncAttempt,
  SyncAttemptStore,
} from '../../../server/src/reconciliation/sync/sync-attempt-store.ts'
import type { Stores } from './databases.ts'

const issue: Issue = {
  code: 'unknown-field',
  severity: 'error',
  message: 'There is no field "varients" — with \'quotes\' and \\ too.',
  file: 'flags/checkout.yaml',
  line: 3,
  column: 5,
  path: 'spec.varients',
  hint: 'Write "variants".',
}

function anAttempt(parts: Partial<SyncAttempt> = {}): SyncAttempt {
  return {
    startedAt: new Date('2026-11-01T12:00:00.001Z'),
    finishedAt: new Date('2026-11-01T12:00:00.456Z'),
    outcome: 'published',
    trigger: 'poll',
    commit: 'a'.repeat(40),
    issues: [],
    ...parts,
  }
}

export function syncAttemptStoreContract(empty: () => Promise<Stores>): void {
  let store: SyncAttemptStore

  beforeEach(async () => {
    store = (await empty()).attempts
  })

  it('is empty at first', async () => {
    expect(await store.findLatest(10)).toEqual([])
  })

  it('gives back a refused attempt with its issues', async () => {
    const attempt = anAttempt({ outcome: 'refused', issues: [issue, { ...issue, line: 4 }] })

    await store.record(attempt)

    expect(await store.findLatest(1)).toEqual([attempt])
  })

  it('gives back a failed attempt that never saw a commit', async () => {
    const { commit, ...attempt } = anAttempt({
      outcome: 'failed',
      trigger: 'start',
      error: { code: 'repository-unreachable', message: 'It timed out', hint: 'See the network.' },
    })
    expect(commit).toBeDefined()

    await store.record(attempt)

    expect(await store.findLatest(1)).toEqual([attempt])
  })

  it('gives the newest first, in the order of recording, and no more than asked for', async () => {
    const outcomes = ['published', 'unchanged', 'refused'] as const
    for (const outcome of outcomes) await store.record(anAttempt({ outcome }))

    expect((await store.findLatest(2)).map(({ outcome }) => outcome)).toEqual(['refused', 'unchanged'])
  })

  it('records what cannot be stored as it is, without what cannot', async () => {
    const message = 'a\0b \uD800c'
    await store.record(anAttempt({ outcome: 'held', issues: [{ ...issue, message }] }))

    const [attempt] = await store.findLatest(1)
    expect(attempt?.outcome).toBe('held')
    expect(attempt?.issues.map((told) => told.message)).toEqual(['ab \uFFFDc'])
  })
}
