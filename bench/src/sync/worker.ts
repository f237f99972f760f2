import { loadConfig, startServer } from '@evenkeel/server'
import type { MeasuredRequest, PutAnswer } from './server/process-channel.ts'

/** The server as it is, with a door for operations. */
const { operations } = await startServer(loadConfig([]))

process.on('message', (request: MeasuredRequest) => {
  if (request.kind !== 'put') return
  const { id, environment, operation } = request
  const askedAt = performance.now()
  const answer = (told: PutAnswer): void => void process.send?.(told)
  operations.put(environment, operation).then(
    () => answer({ kind: 'put', id, ms: performance.now() - askedAt }),
    (error: unknown) => answer({ kind: 'failed', id, message: String(error) }),
  )
})
process.on('SIGTERM', () => process.exit())
