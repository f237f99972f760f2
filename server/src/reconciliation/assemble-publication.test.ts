import { admitTree } from '@evenkeel/core/admission'
import type { CheckedManifests } from '@evenkeel/core/manifest'
import { parseSnapshot } from '@evenkeel/core/snapshot'
import type { ConfigRepositoryBuilder } from '@evenkeel/test/support'
import { aConfigRepository, nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { aStoredSnapshot } from '../snapshots/a-stored-snapshot.ts'
import type { StoredSnapshot } from '../snapshots/snapshot-store.ts'
import { areBehind, assemblePublication, noticeLeftEnvironments } from './assemble-publication.ts'

const COMMIT = { id: 'a'.repeat(40), subject: 'Ramp', author: 'Ada', committedAt: 1_000 }
const EARLIER = 'b'.repeat(40)
const publishedAt = new Date('2026-11-01T10:00:00Z')

async function manifestsOf(
  repository: ConfigRepositoryBuilder = aConfigRepository(),
): Promise<CheckedManifests> {
  const { manifests, issues } = await admitTree(repository.tree(), nodePlatform)
  if (!manifests) throw new Error(JSON.stringify(issues))
  return manifests
}

const withStaging = aConfigRepository().withFile(
  'environments/staging.yaml',
  'apiVersion: evenkeel/v1\nkind: Environment\nmetadata:\n  name: staging\nspec:\n  capacity:\n    frameKiB: 32\n',
)
const head = (environment: string, epoch: number, sequence: number, commit = EARLIER): StoredSnapshot =>
  aStoredSnapshot({ environment, epoch, sequence, commit })

const assemble = async (
  heads: readonly StoredSnapshot[],
  {
    served = heads,
    repository = withStaging,
  }: { served?: readonly StoredSnapshot[]; repository?: typeof withStaging } = {},
) =>
  assemblePublication({
    commit: COMMIT,
    manifests: await manifestsOf(repository),
    heads,
    served,
    publishedAt,
    platform: nodePlatform,
  })

const places = (snapshots: readonly StoredSnapshot[] | undefined) =>
  snapshots?.map(({ environment, epoch, sequence }) => `${environment} ${epoch}.${sequence}`).sort()

describe('assembling a publication', () => {
  it('begins with 1.1 in every environment', async () => {
    const publication = await assemble([])
    expect(places(publication?.snapshots)).toEqual(['production 1.1', 'staging 1.1'])
    expect(publication?.expectedHeads).toEqual(
      expect.arrayContaining([{ environment: 'production' }, { environment: 'staging' }]),
    )
  })

  it('says what the commit is', async () => {
    expect(await assemble([])).toMatchObject({
      commit: COMMIT.id,
      subject: 'Ramp',
      author: 'Ada',
      committedAt: new Date(1_000),
    })
  })

  it('goes on from where each environment is', async () => {
    const publication = await assemble([head('production', 1, 7), head('staging', 1, 2)])
    expect(places(publication?.snapshots)).toEqual(['production 1.8', 'staging 1.3'])
    expect(publication?.expectedHeads).toContainEqual({
      environment: 'production',
      head: { epoch: 1, sequence: 7 },
    })
  })

  it('brings an environment that is new into the epoch of the others', async () => {
    const publication = await assemble([head('production', 3, 7)])
    expect(places(publication?.snapshots)).toEqual(['production 3.8', 'staging 3.1'])
  })

  it('leaves out the environments that the commit no longer has', async () => {
    const publication = await assemble([head('production', 1, 7), head('staging', 1, 2)], {
      repository: aConfigRepository(),
    })
    expect(places(publication?.snapshots)).toEqual(['production 1.8'])
    expect(publication?.expectedHeads).toHaveLength(1)
  })

  it('publishes nothing when every environment is at the commit', async () => {
    expect(
      await assemble([head('production', 1, 7, COMMIT.id), head('staging', 1, 2, COMMIT.id)]),
    ).toBeUndefined()
  })

  it('publishes all of them when one is not', async () => {
    const publication = await assemble([head('production', 1, 7, COMMIT.id), head('staging', 1, 2)])
    expect(places(publication?.snapshots)).toEqual(['production 1.8', 'staging 1.3'])
  })

  it('keeps what an SDK reads: the payload deflated, its length and the size of its frame', async () => {
    const publication = await assemble([])
    const staging = publication?.snapshots.find(({ environment }) => environment === 'staging')
    const text = nodePlatform.inflate(staging!.payload, staging!.inflatedLength)
    expect(text).toHaveLength(staging!.inflatedLength)
    const snapshot = parseSnapshot(new TextDecoder().decode(text))
    expect(snapshot.revision).toEqual({
      epoch: 1,
      sequence: 1,
      commit: COMMIT.id,
      stateHash: staging!.stateHash,
    })
    expect(staging).toMatchObject({
      commit: COMMIT.id,
      contentHash: snapshot.contentHash,
      frameBytes: 32 * 1024,
      publishedAt,
    })
    expect(publication?.snapshots[0]?.frameBytes).toBe(64 * 1024)
  })

  it.each([
    ['the database lost everything', [], ['production 2.1', 'staging 2.1']],
    ['a backup of the database was restored', [head('production', 1, 5)], ['production 2.1', 'staging 2.1']],
    [
      'a backup at this very commit was',
      [head('production', 1, 5, COMMIT.id)],
      ['production 2.1', 'staging 2.1'],
    ],
  ])('begins a new epoch when more is served than is known, because %s', async (_, heads, expected) => {
    const publication = await assemble(heads, { served: [head('production', 1, 9)] })
    expect(places(publication?.snapshots)).toEqual(expected)
  })
})

describe('being behind what is served', () => {
  it.each([
    ['the same', head('production', 2, 3), false],
    ['an older sequence', head('production', 2, 2), false],
    ['an older epoch', head('production', 1, 9), false],
    ['a newer sequence', head('production', 2, 4), true],
    ['a newer epoch', head('production', 3, 1), true],
    ['an unknown environment', head('staging', 1, 1), true],
  ])('with %s', (_, served, expected) => {
    expect(areBehind([head('production', 2, 3)], [served])).toBe(expected)
  })
})

describe('an environment that is left behind', () => {
  it('is a warning that says what is still served', async () => {
    const issues = noticeLeftEnvironments(await manifestsOf(), [
      head('production', 1, 7),
      head('staging', 1, 2),
    ])
    expect(issues).toEqual([
      expect.objectContaining({
        code: 'environment-left-behind',
        severity: 'warning',
        file: 'evenkeel.yaml',
        message:
          'The environment staging is no longer in the repository; what commit bbbbbbbbbbbb gave it is still served',
      }),
    ])
  })
})
