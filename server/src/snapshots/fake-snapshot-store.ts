import { StoreError } from '../errors.ts'
import { headsAreExpected } from './heads-are-expected.ts'
import type { Head, Publication, SnapshotStore, StoredSnapshot } from './snapshot-store.ts'

/** Keeps snapshots in memory; `isDown` makes it answer as a store whose database is out of reach. */
export class FakeSnapshotStore implements SnapshotStore {
  readonly publications: Publication[] = []
  isDown = false
  /** How often whole snapshots were asked for. */
  reads = 0
  private readonly heads = new Map<string, StoredSnapshot>()

  findHeads(): Promise<readonly StoredSnapshot[]> {
    this.reads += 1
    return this.isDown ? Promise.reject(databaseDown()) : Promise.resolve(this.sortedHeads())
  }

  findHeadRevisions(): Promise<readonly Head[]> {
    if (this.isDown) return Promise.reject(databaseDown())
    return Promise.resolve(
      this.sortedHeads().map(({ environment, epoch, sequence }) => ({ environment, epoch, sequence })),
    )
  }

  publish(publication: Publication): Promise<'published' | 'conflict'> {
    if (this.isDown) return Promise.reject(databaseDown())
    if (!headsAreExpected([...this.heads.values()], publication)) return Promise.resolve('conflict')
    this.publications.push(publication)
    for (const snapshot of publication.snapshots) this.heads.set(snapshot.environment, snapshot)
    return Promise.resolve('published')
  }

  private sortedHeads(): StoredSnapshot[] {
    return [...this.heads.values()].toSorted((a, b) => (a.environment < b.environment ? -1 : 1))
  }
}

const databaseDown = () =>
  new StoreError(
    'The database cannot be used: it is down',
    'Start it. What was served before is still served.',
  )
