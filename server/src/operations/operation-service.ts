import type { DormantOperation, Operation } from '@evenkeel/core/compilation'
import { withOperation, withoutOperation } from '@evenkeel/core/compilation'
import type { Revision } from '@evenkeel/core/revision'
import type { Preparer } from '../preparation/preparer.ts'
import type { Held, Publisher } from '../publication/publisher.ts'
import { HttpProblem } from '../errors.ts'

/** What an operator's change came to. */
export interface OperationOutcome {
  readonly environment: string
  readonly revision: Revision
  /** All operations in force that the base has no place for now. */
  readonly dormant: readonly DormantOperation[]
}

export interface OperationServiceOptions {
  readonly publisher: Publisher
  /** The operators' lane: it needs neither Git nor the control process. */
  readonly preparer: Pick<Preparer, 'prepare'>
}

/**
 * What operators change, in a lane of its own: an operation is applied to the base that is served and published at once,
 * whatever Git and its admission do. Answers when it is committed and served here.
 */
export class OperationService {
  readonly #options: OperationServiceOptions

  constructor(options: OperationServiceOptions) {
    this.#options = options
  }

  /**
   * Puts an operation in force, in the place of the one for the same flag or config. Throws HttpProblem for an
   * environment that is not served, StoreError, SnapshotError (`does-not-fit`) or PreparationError, with nothing changed.
   */
  put(environment: string, operation: Operation): Promise<OperationOutcome> {
    return this.#change(environment, (operations) => withOperation(operations, operation))
  }

  /** Ends the operation for a target, `flag/<key>` or `config/<name>`. Throws as `put` does. */
  lift(environment: string, target: string): Promise<OperationOutcome> {
    return this.#change(environment, (operations) => withoutOperation(operations, target))
  }

  /** Those in force, dormant ones too; as this server knows. */
  list(environment: string): readonly Operation[] {
    return this.#require(environment, this.#options.publisher.held).operations
  }

  async #change(
    environment: string,
    change: (operations: readonly Operation[]) => readonly Operation[],
  ): Promise<OperationOutcome> {
    const { publisher, preparer } = this.#options
    const [published] = await publisher.publish({
      cause: 'operation',
      preparer,
      changes: (held) => {
        const { base, operations } = this.#require(environment, held)
        return [{ base, operations: change(operations) }]
      },
    })
    if (!published) throw new Error(`Nothing was published for ${environment}`)
    const { epoch, sequence } = published.revision.snapshot
    return { environment, revision: { epoch, sequence }, dormant: published.dormant }
  }

  #require(environment: string, held: ReadonlyMap<string, Held>): Held {
    const found = held.get(environment)
    if (found) return found
    throw new HttpProblem(
      404,
      'environment-not-found',
      `The environment "${environment}" is not served, so there is nothing to change in it.`,
    )
  }
}
