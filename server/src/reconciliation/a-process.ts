import { InProcessControl } from '../control/in-process-control.ts'
import { FakeRepository } from '../git/fake-repository.ts'
import { nodePlatform } from '../node-platform.ts'
import type { PublisherSurroundings } from '../publication/a-publisher.ts'
import { aPublisher } from '../publication/a-publisher.ts'
import type { Binding } from '../reference/reference-store.ts'
import { Acceptance } from './holds/acceptance.ts'
import type { ReconcilerOptions } from './reconciler.ts'
import { Reconciler } from './reconciler.ts'

export const A_BINDING: Binding = { repository: '/config.git', branch: 'main', path: '' }

export interface ProcessSurroundings extends PublisherSurroundings {
  readonly repository?: FakeRepository
  readonly options?: Partial<Pick<ReconcilerOptions, 'control' | 'binding' | 'history' | 'massChangePercent'>>
}

/** For tests: one process that reconciles, over fakes; what is handed in was there before it started. */
export function aProcess({
  repository = new FakeRepository(),
  options = {},
  ...surroundings
}: ProcessSurroundings) {
  const parts = aPublisher(surroundings)
  const { binding = A_BINDING } = options
  const reconciler = new Reconciler({
    control: new InProcessControl({ repository, platform: nodePlatform }),
    publisher: parts.publisher,
    preparer: parts.preparer,
    store: parts.store,
    reference: parts.reference,
    binding,
    history: 'descendants',
    massChangePercent: 30,
    logger: parts.logger,
    ...options,
  })
  const acceptance = new Acceptance({
    unitOfWork: parts.database,
    reference: parts.reference,
    binding,
    clock: parts.clock,
  })
  return {
    ...parts,
    repository,
    reconciler,
    acceptance,
    reconcile: (force = false) => reconciler.reconcile({ force }),
  }
}

/** For tests: the process that comes after another one on the same repository and database. */
export const aRestarted = (
  before: ReturnType<typeof aProcess>,
  surroundings: Partial<ProcessSurroundings> = {},
) =>
  aProcess({
    repository: before.repository,
    database: before.database,
    clock: before.clock,
    ...surroundings,
  })
