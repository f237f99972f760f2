import { StoreError } from '../errors.ts'
import { headsAreExpected } from './heads-are-expected.ts'
import type { Publication, SnapshotStore, StoredSnapshot } from './snapshot-store.ts'

/** Keeps snapshots in memory; `isDown` makes it answer as a store whose database is out of reach. */
export class FakeSnapshotStore implements SnapshotStore {
  readonly publications: Publication[] = []
  isDown = false
  private readonly heads = new Map<string, StoredSnapshot>()

  findHeads(): Promise<readonly StoredSnapshot[]> {
    if (this.isDown) return Promise.reject(databaseDown())
    return Promise.resolve(
      [...this.heads.values()].toSorted((a, b) => (a.environment < b.environment ? -1 : 1)),
    )
  }

  publish(publication: Publication): Promise<'published' | 'conflict'> {
    if (this.isDown) return Promise.reject(databaseDown())
    if (!headsAreExpected([...this.heads.values()], publication)) return Promise.resolve('conflict')
    this.publications.push(publication)
    for (const snapshot of publication.snapshots) this.heads.set(snapshot.environment, snapshot)
    return Promise.resolve('published')
  }
}

const databaseDown = () =>
  new StoreError(
    'The database cannot be used: it is down',
    'Start it. What was served before is still served.',
  )
