import { formatRevision } from '@evenkeel/core/revision'
import { beforeEach, expect, it } from 'vitest'
import type { SnapshotStore } from '../../../../server/src/snapshots/store/snapshot-store.ts'
import type { Stores } from '../databases.ts'
import { A, B, aCommit, aPublication, aRevision, plain, production } from './a-publication.ts'

/** What is published, and by whom where several would. */
export function headsContract(open: () => Promise<Stores>): void {
  let store: SnapshotStore

  beforeEach(async () => {
    store = (await open()).snapshots
  })

  const headsOf = async () =>
    (await store.findHeads()).map(({ snapshot }) => `${snapshot.environment} ${formatRevision(snapshot)}`)

  it('has no heads before anything was published', async () => {
    expect(await store.findHeads()).toEqual([])
    expect(await store.findHeadRevisions()).toEqual([])
  })

  it('says which the heads are without what is in them', async () => {
    await store.publish(aPublication([aRevision({ environment: 'staging', sequence: 3 }), aRevision()]))

    expect(await store.findHeadRevisions()).toEqual([
      { environment: 'production', epoch: 1, sequence: 1 },
      { environment: 'staging', epoch: 1, sequence: 3 },
    ])
  })

  it('gives back what was published, to the byte and the millisecond', async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value)
    const summary = {
      boundaries: [{ at: 1, flags: ['a'] }],
      privateAttributes: ['x'],
      flags: 1,
      segments: 2,
      configs: 3,
    }
    const revision = aRevision(
      { payload: everyByte },
      {
        base: { content: everyByte.toReversed(), companion: everyByte, contentHash: '7'.repeat(64), summary },
      },
    )

    expect(await store.publish(aPublication([revision]))).toBe('published')

    expect((await store.findHeads()).map(plain)).toEqual([plain(revision)])
  })

  it('publishes the environments of a commit together and lists them by name', async () => {
    const revisions = ['staging', 'production', 'development'].map((environment) =>
      aRevision({ environment }),
    )

    await store.publish(aPublication(revisions))

    expect(await headsOf()).toEqual(['development 1.1', 'production 1.1', 'staging 1.1'])
  })

  it('moves a head that is where it was expected', async () => {
    await store.publish(aPublication())

    const next = aRevision({ sequence: 2, commit: B })
    expect(await store.publish(aPublication([next], [production(1, 1)]))).toBe('published')

    expect(await headsOf()).toEqual(['production 1.2'])
  })

  it('holds sequences beyond 32 bits', async () => {
    await store.publish(aPublication([aRevision({ epoch: 2 ** 31, sequence: 2 ** 33 })]))

    expect(await headsOf()).toEqual([`production ${2 ** 31}.${2 ** 33}`])
  })

  it('publishes one commit again, as an override does', async () => {
    await store.publish(aPublication())

    expect(await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))).toBe(
      'published',
    )
  })

  it('keeps the head of an environment that a later commit no longer has', async () => {
    await store.publish(aPublication([aRevision(), aRevision({ environment: 'staging' })]))

    await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))

    expect(await headsOf()).toEqual(['production 1.2', 'staging 1.1'])
  })

  it('refuses a publisher that has not seen the head', async () => {
    await store.publish(aPublication())

    expect(await store.publish(aPublication([aRevision({ sequence: 2 })]))).toBe('conflict')
  })

  it('refuses a publisher whose head has moved on', async () => {
    await store.publish(aPublication())
    await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))

    const late = aRevision({ sequence: 3, commit: B })
    expect(await store.publish(aPublication([late], [production(1, 1)]))).toBe('conflict')

    expect(await headsOf()).toEqual(['production 1.2'])
  })

  it('refuses a publisher of an older epoch, as after a restored backup', async () => {
    await store.publish(aPublication([aRevision({ epoch: 2 })]))

    expect(await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))).toBe(
      'conflict',
    )
  })

  it('refuses a publisher that expects a head where there is none', async () => {
    expect(await store.publish(aPublication([aRevision({ sequence: 2 })], [production(1, 1)]))).toBe(
      'conflict',
    )
  })

  it('publishes nothing of a commit when one of its environments conflicts', async () => {
    await store.publish(aPublication([aRevision({ environment: 'staging' })]))

    const both = [aRevision(), aRevision({ environment: 'staging', sequence: 2 })]
    expect(await store.publish(aPublication(both))).toBe('conflict')

    expect(await headsOf()).toEqual(['staging 1.1'])
  })

  it('lets exactly one of many racing publishers win', async () => {
    await store.publish(aPublication())
    const publications = Array.from({ length: 8 }, (_, index) =>
      aPublication([aRevision({ sequence: 2, commit: String(index).repeat(40) })], [production(1, 1)]),
    )

    const outcomes = await Promise.all(publications.map((publication) => store.publish(publication)))

    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1)
    const winner = publications[outcomes.indexOf('published')]!
    expect((await store.findHeads()).map(({ snapshot }) => snapshot.commit)).toEqual([
      winner.admitted?.commit,
    ])
  })

  it('lets exactly one of many racing first publishers win', async () => {
    const publications = Array.from({ length: 8 }, (_, index) =>
      aPublication([aRevision({ commit: String(index).repeat(40) })]),
    )

    const outcomes = await Promise.all(publications.map((publication) => store.publish(publication)))

    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1)
  })

  it('publishes a commit whose subject cannot be stored as it is', async () => {
    const admitted = { ...aCommit(A), subject: 'On\0, \uD800', author: '\uDFFF' }

    expect(await store.publish({ ...aPublication(), admitted })).toBe('published')
    expect(await store.wasAdmitted(A)).toBe(true)
  })

  it('publishes what was never admitted here, as after a lost database', async () => {
    const { revisions, expectedHeads } = aPublication()

    expect(await store.publish({ revisions, expectedHeads })).toBe('published')
    expect(await headsOf()).toEqual(['production 1.1'])
    expect(await store.wasAdmitted(A)).toBe(false)
  })

  it('notes a commit that is admitted and changes nothing', async () => {
    await store.publish({ admitted: aCommit(A), revisions: [], expectedHeads: [] })

    expect(await store.wasAdmitted(A)).toBe(true)
    expect(await store.wasAdmitted(B)).toBe(false)
  })
}
