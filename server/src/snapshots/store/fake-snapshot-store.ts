import { compareRevisions } from '@evenkeel/core/revision'
import type { FakeTable } from '../../database/fake-database.ts'
import { FakeDatabase } from '../../database/fake-database.ts'
import type { Transaction } from '../../database/unit-of-work.ts'
import { headsAreExpected } from './heads-are-expected.ts'
import type { CommitDescription, Head, PruneLimits, Publication, SnapshotStore } from './snapshot-store.ts'
import type { StoredCompilation, StoredRevision } from './stored-revision.ts'

interface Tables {
  readonly publications: readonly Publication[]
  /** In the order of admission. */
  readonly commits: readonly CommitDescription[]
  /** What was published and not pruned; of a base, only which it is. */
  readonly revisions: readonly StoredRevision[]
  readonly compilations: ReadonlyMap<string, StoredCompilation>
  readonly operations: ReadonlyMap<string, StoredRevision['operations']>
  readonly heads: ReadonlyMap<string, Head>
}

const EMPTY: Tables = {
  publications: [],
  commits: [],
  revisions: [],
  compilations: new Map(),
  operations: new Map(),
  heads: new Map(),
}

/** Keeps what is published in the memory of a FakeDatabase. */
export class FakeSnapshotStore implements SnapshotStore {
  readonly database: FakeDatabase
  /** How often whole snapshots were asked for. */
  reads = 0
  private readonly tx: Transaction | undefined
  private readonly tables: FakeTable<Tables>

  constructor(database = new FakeDatabase(), tx?: Transaction) {
    this.database = database
    this.tx = tx
    this.tables = database.table('snapshots', EMPTY)
  }

  get publications(): readonly Publication[] {
    return this.tables.rows.publications
  }

  /** Holds an environment at a commit, as nothing in the server does yet. */
  pin(environment: string, commit: string): void {
    const { rows } = this.tables
    const head = rows.heads.get(environment)
    if (!head) throw new Error(`${environment} was never published`)
    this.tables.rows = { ...rows, heads: new Map([...rows.heads, [environment, { ...head, pin: commit }]]) }
  }

  findHeads(): Promise<readonly StoredRevision[]> {
    this.reads += 1
    return this.database.run(() => {
      const { compilations, operations } = this.tables.rows
      return this.headRevisions()
        .map(({ snapshot, base }) => ({
          snapshot,
          base: compilations.get(keyOf(base)) ?? base,
          operations: operations.get(snapshot.environment) ?? [],
        }))
        .toSorted((a, b) => byEnvironment(a.snapshot, b.snapshot))
    }, this.tx)
  }

  findHeadRevisions(): Promise<readonly Head[]> {
    return this.database.run(() => [...this.tables.rows.heads.values()].toSorted(byEnvironment), this.tx)
  }

  publish(publication: Publication): Promise<'published' | 'conflict'> {
    return this.database.run(() => {
      if (!headsAreExpected([...this.tables.rows.heads.values()], publication)) return 'conflict'
      this.tables.rows = withPublication(this.tables.rows, publication)
      return 'published'
    }, this.tx)
  }

  replaceCompilations(compilations: readonly StoredCompilation[]): Promise<void> {
    return this.database.run(() => {
      const { rows } = this.tables
      this.tables.rows = { ...rows, compilations: withCompilations(rows.compilations, compilations) }
    }, this.tx)
  }

  wasPublished(environment: string, contentHash: string): Promise<boolean> {
    return this.database.run(
      () =>
        [...this.tables.rows.compilations.values()].some(
          (base) => base.environment === environment && base.contentHash === contentHash,
        ),
      this.tx,
    )
  }

  wasAdmitted(commit: string): Promise<boolean> {
    return this.database.run(() => this.tables.rows.commits.some((known) => known.commit === commit), this.tx)
  }

  prune({ keepCommits, keepSince }: PruneLimits): Promise<number> {
    return this.database.run(() => {
      const { rows } = this.tables
      const pins = [...rows.heads.values()].map(({ pin }) => pin)
      const kept = new Set([
        ...rows.commits.slice(Math.max(0, rows.commits.length - keepCommits)).map(({ commit }) => commit),
        ...this.headRevisions().map(({ snapshot }) => snapshot.commit),
        ...pins,
      ])
      const revisions = rows.revisions.filter(
        ({ snapshot }) => snapshot.publishedAt >= keepSince || kept.has(snapshot.commit),
      )
      const inUse = new Set(revisions.map(({ base }) => keyOf(base)))
      const compilations = [...rows.compilations].filter(
        ([key, { commit }]) => inUse.has(key) || pins.includes(commit),
      )
      this.tables.rows = { ...rows, revisions, compilations: new Map(compilations) }
      return rows.revisions.length - revisions.length
    }, this.tx)
  }

  within(tx: Transaction): SnapshotStore {
    return new FakeSnapshotStore(this.database, tx)
  }

  private headRevisions(): readonly StoredRevision[] {
    const { heads, revisions } = this.tables.rows
    return revisions.filter(({ snapshot }) => {
      const head = heads.get(snapshot.environment)
      return head !== undefined && compareRevisions(head, snapshot) === 0
    })
  }
}

function withPublication(tables: Tables, publication: Publication): Tables {
  const { admitted, revisions } = publication
  const heads = new Map(tables.heads)
  const operations = new Map(tables.operations)
  for (const revision of revisions) {
    const { environment, epoch, sequence } = revision.snapshot
    heads.set(environment, { ...heads.get(environment), environment, epoch, sequence })
    operations.set(environment, revision.operations)
  }
  return {
    publications: [...tables.publications, publication],
    commits: admitted
      ? [...tables.commits.filter(({ commit }) => commit !== admitted.commit), admitted]
      : tables.commits,
    revisions: [...tables.revisions, ...revisions],
    compilations: withCompilations(
      tables.compilations,
      revisions.map(({ base }) => base),
    ),
    operations,
    heads,
  }
}

const withCompilations = (
  kept: ReadonlyMap<string, StoredCompilation>,
  compilations: readonly StoredCompilation[],
): ReadonlyMap<string, StoredCompilation> =>
  new Map([...kept, ...compilations.map((compilation) => [keyOf(compilation), compilation] as const)])

const keyOf = ({ environment, commit }: StoredCompilation): string => JSON.stringify([environment, commit])

const byEnvironment = (a: { readonly environment: string }, b: { readonly environment: string }): number =>
  a.environment < b.environment ? -1 : 1
