import type { Clock } from '@evenkeel/core/clock'
import { systemClock } from './clock.ts'
import { claimDataDirectory } from './config/claim-data-directory.ts'
import type { ServerConfig } from './config/server-config.ts'
import { startControl } from './control/start-control.ts'
import { requireFreeAddress } from './http/listen.ts'
import type { RunningServer } from './run-server.ts'
import type { Logger } from './telemetry/logger.ts'
import { keepingAlive } from './keeping-alive.ts'
import { createLogger } from './telemetry/pino-logger.ts'

/** What production has anyway and a test may hold in its hands. */
export interface ServerDoubles {
  readonly clock?: Clock
  readonly logger?: Logger
}

/**
 * Resolves when the server listens; it may not have anything to serve yet. Throws StartError where it cannot listen
 * or has no data directory, and ConfigError for a tokens file that is wrong.
 */
export function startServer(config: ServerConfig, doubles: ServerDoubles = {}): Promise<RunningServer> {
  return keepingAlive(start(config, doubles))
}

async function start(config: ServerConfig, doubles: ServerDoubles): Promise<RunningServer> {
  const { clock = systemClock, logger = createLogger(config.logLevel) } = doubles
  await requireFreeAddress(config)
  const releaseDataDirectory = await claimDataDirectory(config.dataDir)
  const control = await startControl(config, clock)
  try {
    // A second's worth of modules, while the control process starts.
    const { runServer } = await import('./run-server.ts')
    return await runServer({ config, clock, logger, control, releaseDataDirectory })
  } catch (error) {
    await control.close()
    await releaseDataDirectory()
    throw error
  }
}
