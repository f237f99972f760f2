import type { StoreError } from '../errors.ts'
import { HttpProblem } from '../errors.ts'
import type { ServedSnapshots } from '../snapshots/snapshot-service.ts'
import type { Lifecycle } from './lifecycle.ts'

export interface ReadinessOptions {
  readonly lifecycle: Lifecycle
  readonly served: Pick<ServedSnapshots, 'list' | 'withheld'>
  /** Why the database cannot be used now. */
  readonly findDatabaseProblem: () => StoreError | undefined
}

/** Whether traffic should be sent here. */
export class Readiness {
  private readonly options: ReadinessOptions

  constructor(options: ReadinessOptions) {
    this.options = options
  }

  /** What an operator should know though all is served. */
  get warnings(): readonly string[] {
    const problem = this.options.findDatabaseProblem()
    return problem ? [`${problem.message}. Nothing can be published until it can; what is served stays.`] : []
  }

  /** The environments that are served. Throws HttpProblem 503 when traffic belongs elsewhere. */
  requireReady(): readonly string[] {
    const { lifecycle, served } = this.options
    if (lifecycle.isStopping) {
      throw new HttpProblem(503, 'stopping', 'This server is about to stop.')
    }
    if (served.withheld !== undefined) {
      throw new HttpProblem(503, 'signing-key-unregistered', served.withheld)
    }
    const environments = served.list().map(({ stored }) => stored.environment)
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
