import type { Progress } from '../server/server-api.ts'
import type { ServedWorkload } from './with-server.ts'

export interface Pushed extends Progress {
  /** From the webhook until it was decided. */
  readonly ms: number
}

const UNDECIDED: readonly string[] = ['unknown', 'under-way']
const DECIDED_WITHIN_MS = 300_000

/** Lets the branch be at a staged commit, says so, and waits for what becomes of it, which may be never. */
export async function push({ repository, server }: ServedWorkload, commit: string): Promise<Pushed> {
  await repository.push(commit)
  const pushedAt = performance.now()
  await server.api.notify()
  for (;;) {
    const progress = await server.api.progress(commit)
    const ms = performance.now() - pushedAt
    if (!UNDECIDED.includes(progress.state) || ms > DECIDED_WITHIN_MS) return { ...progress, ms }
  }
}

/** Throws an Error for a commit of which anything else becomes. */
export async function pushServed(served: ServedWorkload, commit: string): Promise<Pushed> {
  const pushed = await push(served, commit)
  if (pushed.state !== 'served') throw new Error(`A good commit is ${pushed.state}: ${pushed.message}`)
  return pushed
}
