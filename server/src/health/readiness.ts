import { HttpProblem } from '../errors.ts'
import type { ServedSnapshots } from '../snapshots/snapshot-service.ts'
import type { Lifecycle } from './lifecycle.ts'

/** Whether traffic should be sent here. */
export class Readiness {
  private readonly lifecycle: Lifecycle
  private readonly served: Pick<ServedSnapshots, 'list'>

  constructor(lifecycle: Lifecycle, served: Pick<ServedSnapshots, 'list'>) {
    this.lifecycle = lifecycle
    this.served = served
  }

  /** The environments that are served. Throws HttpProblem 503 when traffic belongs elsewhere. */
  requireReady(): readonly string[] {
    if (this.lifecycle.isStopping) {
      throw new HttpProblem(503, 'stopping', 'This server is about to stop.')
    }
    const environments = this.served.list().map(({ stored }) => stored.environment)
    if (environments.length === 0) {
      throw new HttpProblem(
        503,
        'nothing-served-yet',
        'Nothing can be served yet: no commit was published, and none is kept on disk. GET /v1/sync, or the log, says why.',
      )
    }
    return environments
  }
}
