import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { createApp } from './create-app.ts'
import type { AppParts } from './create-app.ts'
import { Database } from './database/database.ts'
import { formatRepositoryAddress } from './git/repository-address.ts'
import { Lifecycle } from './health/lifecycle.ts'
import { listen } from './http/listen.ts'
import { keepingAlive } from './keeping-alive.ts'
import { OperationService } from './operations/operation-service.ts'

/** Beyond the drain time, for what ends when connections do. */
const CLOSING_GRACE_MS = 1_000

export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** What operators change, as long as the server runs. */
  readonly operations: Pick<OperationService, 'put' | 'lift' | 'list'>
  /**
   * Says "not ready", waits for the lame duck time, refuses connections, ends streams with 1001, lets requests finish
   * within the drain time, and closes the database; what has not ended by then is left behind. Calling it again waits for
   * the first call.
   */
  readonly close: () => Promise<void>
}

export interface ServerParts extends AppParts {
  /** Called when everything else has ended. */
  readonly releaseDataDirectory: () => Promise<void>
}

/** As startServer, in a data directory that is this process's. */
export async function runServer(parts: ServerParts): Promise<RunningServer> {
  const { config, logger } = parts
  let app: NestFastifyApplication | undefined
  try {
    app = await createApp(parts)
    const url = await listen(app.getHttpAdapter().getInstance(), config)
    const { branch, dataDir } = config
    logger.info(`Listening at ${url}`, { repo: formatRepositoryAddress(config.repo), branch, dataDir })
    return { url, operations: app.get(OperationService), close: closeOnce(app, parts) }
  } catch (error) {
    await app?.close()
    throw error
  }
}

function closeOnce(app: NestFastifyApplication, parts: ServerParts): () => Promise<void> {
  let closed: Promise<void> | undefined
  return () => (closed ??= keepingAlive(close(app, parts)))
}

async function close(app: NestFastifyApplication, parts: ServerParts): Promise<void> {
  const { config, clock, logger, releaseDataDirectory } = parts
  logger.info('Stopping: no longer ready', { lameDuckMs: config.lameDuckMs, drainMs: config.drainMs })
  app.get(Lifecycle).startStopping()
  if (config.lameDuckMs > 0) await new Promise<void>((resolve) => clock.schedule(config.lameDuckMs, resolve))
  const server = app.getHttpServer()
  server.close()
  const cancelDeadline = clock.schedule(config.drainMs, () => {
    logger.warn('Requests that are still under way are cut off: the drain time is over')
    server.closeAllConnections()
    // A publication that waits for it commits, or does not.
    void app.get(Database).close({ withinMs: 0 })
  })
  try {
    await endedWithin(app.close(), parts)
  } finally {
    cancelDeadline()
    await releaseDataDirectory()
  }
  logger.info('Stopped')
}

/** Nothing is waited for for ever. */
async function endedWithin(ended: Promise<void>, { config, clock, logger }: ServerParts): Promise<void> {
  let cancel: () => void = () => undefined
  const overdue = new Promise<'overdue'>((resolve) => {
    cancel = clock.schedule(config.drainMs + CLOSING_GRACE_MS, () => resolve('overdue'))
  })
  if ((await Promise.race([ended, overdue])) === 'overdue') {
    logger.error('Something that is under way does not end, and is left behind')
    ended.catch(() => undefined)
  }
  cancel()
}
