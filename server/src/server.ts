import type { Clock } from '@evenkeel/core/clock'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { systemClock } from './clock.ts'
import { claimDataDirectory } from './config/claim-data-directory.ts'
import type { ServerConfig } from './config/server-config.ts'
import { createApp } from './create-app.ts'
import { Database } from './database/database.ts'
import { Lifecycle } from './health/lifecycle.ts'
import { listen, requireFreeAddress } from './http/listen.ts'
import { OperationService } from './operations/operation-service.ts'
import type { Logger } from './telemetry/logger.ts'
import { createLogger } from './telemetry/pino-logger.ts'

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

/** What production has anyway and a test may hold in its hands. */
export interface ServerDoubles {
  readonly clock?: Clock
  readonly logger?: Logger
}

/**
 * Resolves when the server listens; it may not have anything to serve yet. Throws StartError where it cannot listen
 * or has no data directory, and ConfigError for a tokens file that is wrong.
 */
export async function startServer(config: ServerConfig, doubles: ServerDoubles = {}): Promise<RunningServer> {
  const { clock = systemClock, logger = createLogger(config.logLevel) } = doubles
  await requireFreeAddress(config)
  const releaseDataDirectory = await claimDataDirectory(config.dataDir)
  let app: NestFastifyApplication | undefined
  try {
    app = await createApp({ config, clock, logger })
    const url = await listen(app.getHttpAdapter().getInstance(), config)
    logger.info(`Listening at ${url}`, { repo: config.repo, branch: config.branch, dataDir: config.dataDir })
    const close = closeOnce(app, { config, clock, logger, releaseDataDirectory })
    return { url, operations: app.get(OperationService), close }
  } catch (error) {
    await app?.close()
    await releaseDataDirectory()
    throw error
  }
}

interface Closing {
  readonly config: ServerConfig
  readonly clock: Clock
  readonly logger: Logger
  readonly releaseDataDirectory: () => Promise<void>
}

function closeOnce(app: NestFastifyApplication, closing: Closing): () => Promise<void> {
  let closed: Promise<void> | undefined
  return () => (closed ??= keepingAlive(close(app, closing)))
}

/** The clock, threads and processes that are waited for keep none alive by themselves. */
async function keepingAlive(ending: Promise<void>): Promise<void> {
  const keepAlive = setInterval(() => undefined, 2 ** 30)
  try {
    await ending
  } finally {
    clearInterval(keepAlive)
  }
}

async function close(app: NestFastifyApplication, closing: Closing): Promise<void> {
  const { config, clock, logger, releaseDataDirectory } = closing
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
    await endedWithin(app.close(), closing)
  } finally {
    cancelDeadline()
    await releaseDataDirectory()
  }
  logger.info('Stopped')
}

/** Nothing is waited for for ever. */
async function endedWithin(ended: Promise<void>, { config, clock, logger }: Closing): Promise<void> {
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
