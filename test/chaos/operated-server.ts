import type { ServerConfig } from '@evenkeel/server'
import { startServer } from '@evenkeel/server'
import type { Operation } from '@evenkeel/core/compilation'

/** What a test tells a server in a process of its own, over the process's channel. */
export type OperatorRequest =
  | { readonly id: number; readonly kind: 'put'; readonly environment: string; readonly operation: Operation }
  | { readonly id: number; readonly kind: 'list'; readonly environment: string }

export type OperatorAnswer =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'done'; readonly id: number; readonly operations: readonly Operation[] }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

/** A server as a process of its own, with a door for operators, that a test may end at any instant. */
const server = await startServer(JSON.parse(process.env['SERVER_CONFIG'] ?? '') as ServerConfig)

const answer = (message: OperatorAnswer): void => void process.send?.(message)

process.on('message', (request: OperatorRequest) => {
  void run(request).then(answer, (error: unknown) => {
    answer({ kind: 'failed', id: request.id, message: String(error) })
  })
})
process.on('disconnect', () => process.exit())
answer({ kind: 'ready', url: server.url })

async function run(request: OperatorRequest): Promise<OperatorAnswer> {
  const { id, environment } = request
  if (request.kind === 'put') await server.operations.put(environment, request.operation)
  return { kind: 'done', id, operations: server.operations.list(environment) }
}
