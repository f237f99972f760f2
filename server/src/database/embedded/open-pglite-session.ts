import { InThreadPgliteSession } from './in-thread-pglite-session.ts'
import type { OpenPgliteSession } from './pglite-session.ts'
import { WorkerPgliteSession } from './worker-pglite-session.ts'

const isBuilt = import.meta.url.endsWith('.js')

/** In a thread of its own where this code was built; on this thread where it runs from source, as in tests. */
export const openPgliteSession: OpenPgliteSession = (dataDir) =>
  isBuilt
    ? new WorkerPgliteSession(new URL('./pglite-worker.js', import.meta.url), dataDir)
    : new InThreadPgliteSession(dataDir)
