#!/usr/bin/env node
import { describeUsage } from './config/describe-options.ts'
import { loadConfig } from './config/load-config.ts'
import { explainFailure } from './explain-failure.ts'
import { startServer } from './server.ts'

const LEFT_BEHIND_MS = 500

try {
  await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(explainFailure(error))
  process.exitCode = 1
}

/** Loads no more than is needed: the control process starts while a server's own modules are loaded. */
async function main(args: readonly string[]): Promise<void> {
  const asksForHelp = args.includes('--help') || args.includes('-h')
  if (args[0] === 'token') {
    const { describeTokenUsage, runTokenCommand } = await import('./access/token-command.ts')
    process.stdout.write(asksForHelp ? describeTokenUsage() : runTokenCommand(args.slice(1)))
    return
  }
  if (args[0] === 'keys') {
    const { describeKeysUsage, runKeysCommand } = await import('./maintenance/keys-command.ts')
    process.stdout.write(asksForHelp ? describeKeysUsage() : await runKeysCommand(args.slice(1)))
    return
  }
  if (args[0] === 'restore') {
    const { describeRestoreUsage, runRestoreCommand } = await import('./maintenance/restore-command.ts')
    process.stdout.write(asksForHelp ? describeRestoreUsage() : await runRestoreCommand(args.slice(1)))
    return
  }
  if (asksForHelp) {
    process.stdout.write(describeUsage())
    return
  }
  const starting = startServer(loadConfig(args))
  let signals = 0
  const stop = (): void => {
    signals += 1
    if (signals > 1) process.exit(1)
    starting
      .then((server) => server.close())
      .catch((error: unknown) => {
        process.stderr.write(explainFailure(error))
        process.exitCode = 1
      })
      // What was left behind would keep the process alive.
      .finally(() => setTimeout(() => process.exit(), LEFT_BEHIND_MS).unref())
  }
  // Before it has started: a process that is the first of a container is not ended by a signal that it does not take.
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  await starting
}
