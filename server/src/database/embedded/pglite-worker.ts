import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '@evenkeel/core/errors'
import { InThreadPgliteSession } from './in-thread-pglite-session.ts'
import type { PgliteReply, PgliteRequest } from './pglite-message.ts'
import type { QueryAnswer } from './pglite-session.ts'

const WEB_ASSEMBLY_TRAP = 'RuntimeError'

/** The entry of the thread that an embedded database runs in; see WorkerPgliteSession. */
const session = new InThreadPgliteSession((workerData as { readonly dataDir?: string }).dataDir)

parentPort?.on('message', (request: PgliteRequest) => {
  answer(request).then(
    (given) => reply({ id: request.id, kind: 'answer', answer: given }),
    (error: unknown) => {
      // PostgreSQL itself fell over and would answer nothing sensible any more: the thread dies of it.
      if (error instanceof Error && error.name === WEB_ASSEMBLY_TRAP) throw error
      reply(failure(request.id, error))
    },
  )
})

async function answer(request: PgliteRequest): Promise<QueryAnswer> {
  if (request.kind === 'query') return session.query(request.sql, request.parameters)
  await session.close()
  return { rows: [], rowCount: 0 }
}

function failure(id: number, error: unknown): PgliteReply {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return { id, kind: 'failed', message: messageOf(error), ...(typeof code === 'string' && { code }) }
}

function reply(message: PgliteReply): void {
  parentPort?.postMessage(message, message.kind === 'answer' ? buffersOf(message.answer) : [])
}

/** The bytes of an answer are nobody's but the receiver's: they are handed over, not copied. */
function buffersOf({ rows }: QueryAnswer): ArrayBuffer[] {
  const buffers = rows.flatMap((row) =>
    Object.values(row as object).flatMap((value: unknown) =>
      value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
    ),
  )
  return [...new Set(buffers)]
}
