import { startPostgres } from '@evenkeel/test/real-postgres'
import type { Distribution } from '../observation/distribution.ts'
import { distributionOf } from '../observation/distribution.ts'
import { flagFile } from '../workload/flag-file.ts'
import { flagFiles, syncWorkload } from '../workload/sync-workload.ts'
import { Operator } from './operate.ts'
import { pushServed } from './push.ts'
import type { ServedWorkload } from './with-server.ts'
import { withServer } from './with-server.ts'

type DatabaseKind = 'PostgreSQL' | 'embedded'

/** Milliseconds from when an operation was asked for until it was published. */
export interface OperationsResult {
  readonly database: DatabaseKind
  /** At 2,000 flags, while nothing else goes on. */
  readonly quietMs: Distribution
  /** At 2,000 flags, while commits that make them 8,000 are admitted. */
  readonly growingMs: Distribution
  /** At 8,000 flags, while commits that rewrite all of them are admitted. */
  readonly rewritingMs: Distribution
}

export const OPERATED_FLAGS = 2000
export const GROWN_FLAGS = 8000
const OPERATIONS = 100
/** What the first ones compile and open is not what one takes. */
const WARM_UP = 10
const MOST_PUSHES = 12

export async function measureOperations(): Promise<readonly OperationsResult[]> {
  const postgres = await startPostgres()
  try {
    return [
      await measureDatabase('PostgreSQL', { DATABASE_URL: await postgres.createDatabase() }),
      await measureDatabase('embedded', {}),
    ]
  } finally {
    await postgres.stop()
  }
}

function measureDatabase(
  database: DatabaseKind,
  env: Readonly<Record<string, string>>,
): Promise<OperationsResult> {
  return withServer(syncWorkload(OPERATED_FLAGS), { env, isOperated: true }, async (served) => {
    const operator = new Operator(served.server)
    await operator.operateUntil((count) => count === WARM_UP)
    const quiet = await operator.operateUntil((count) => count === OPERATIONS)
    const growing = await whileGrowing(served, operator)
    const rewriting = await whileRewriting(served, operator)
    return {
      database,
      quietMs: distributionOf(quiet),
      growingMs: distributionOf(growing),
      rewritingMs: distributionOf(rewriting),
    }
  })
}

/** Grows the repository and takes that back, which is let through since it was served before, until it is enough. */
async function whileGrowing(served: ServedWorkload, operator: Operator): Promise<readonly number[]> {
  const grown = syncWorkload(GROWN_FLAGS)
  const added = Array.from({ length: GROWN_FLAGS - OPERATED_FLAGS }, (_, index) => OPERATED_FLAGS + index)
  const figuresMs: number[] = []
  for (let round = 1; round <= MOST_PUSHES && figuresMs.length < OPERATIONS; round++) {
    const files = added.map((index) => flagFile(index, round, grown.environments))
    const commit = await served.repository.stage(`Grow ${round}`, { files })
    figuresMs.push(...(await operateWhilePushed(served, operator, commit)))
    const removed = files.map(({ path }) => path)
    await pushServed(served, await served.repository.stage(`Shrink ${round}`, { files: [], removed }))
  }
  return figuresMs
}

async function whileRewriting(served: ServedWorkload, operator: Operator): Promise<readonly number[]> {
  const grown = syncWorkload(GROWN_FLAGS)
  const stage = (round: number) =>
    served.repository.stage(`Rewrite ${round}`, { files: flagFiles(grown, round) })
  await pushServed(served, await stage(100))
  const figuresMs: number[] = []
  for (let round = 101; round <= 100 + MOST_PUSHES && figuresMs.length < OPERATIONS; round++)
    figuresMs.push(...(await operateWhilePushed(served, operator, await stage(round))))
  return figuresMs
}

async function operateWhilePushed(
  served: ServedWorkload,
  operator: Operator,
  commit: string,
): Promise<readonly number[]> {
  let isServed = false
  const pushed = pushServed(served, commit).finally(() => (isServed = true))
  const [figuresMs] = await Promise.all([operator.operateUntil(() => isServed), pushed])
  return figuresMs
}
