import type { DataSource } from 'typeorm'
import { MigrationExecutor } from 'typeorm'

/** "evenkeel" in ASCII: any number will do that nobody else takes. */
const MIGRATION_LOCK = '7311164992018572652'

/** Brings the schema up to date. Of several replicas starting at once one does it while the others wait. */
export async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner()
  try {
    await runner.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`)
    try {
      const executor = new MigrationExecutor(dataSource, runner)
      executor.transaction = 'all'
      await executor.executePendingMigrations()
    } finally {
      await runner.query(`SELECT pg_advisory_unlock(${MIGRATION_LOCK})`)
    }
  } finally {
    await runner.release()
  }
}
