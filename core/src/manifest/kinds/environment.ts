import { SNAPSHOT_FORMAT_VERSION } from '../../snapshot/snapshot.ts'
import { defined } from '../defined.ts'
import { name, oneOf, structure, text } from '../schema/schema-fragments.ts'
import { defineKind, type FieldsOf, type Metadata } from './define-kind.ts'

export const FRAME_SIZES_KIB = [32, 64, 128, 256, 512] as const
export type FrameKiB = (typeof FRAME_SIZES_KIB)[number]

export interface Environment {
  readonly kind: 'Environment'
  readonly metadata: Metadata
  readonly description?: string
  /** What the environment's snapshots may hold at most. */
  readonly capacity: { readonly flags?: number; readonly frameKiB: FrameKiB }
  /** Changes to it need more care; shown to operators. */
  readonly protected: boolean
  readonly promotesFrom?: string
  /** The snapshot formatVersion compiled for. */
  readonly snapshotFormat: number
}

interface WrittenEnvironment extends Partial<Omit<FieldsOf<Environment>, 'capacity'>> {
  readonly capacity?: Partial<Environment['capacity']>
}

const DEFAULT_FRAME_KIB: FrameKiB = 64

/** The snapshot formats that can be compiled for; the first is what an environment gets that does not say. */
const SNAPSHOT_FORMATS = [SNAPSHOT_FORMAT_VERSION] as const

export const environmentKind = defineKind<Environment>({
  kind: 'Environment',
  description: 'Somewhere services run',
  spec: structure({
    description: text('What runs there'),
    capacity: structure({
      flags: { type: 'integer', minimum: 1, description: 'How many flags there may be' },
      frameKiB: oneOf(
        FRAME_SIZES_KIB,
        `The size of what is sent, one of ${FRAME_SIZES_KIB.join(', ')}; default 64`,
      ),
    }),
    protected: { type: 'boolean', description: 'Changes to it need more care; default false' },
    promotesFrom: name('The name of the Environment that changes come from'),
    snapshotFormat: oneOf(SNAPSHOT_FORMATS, 'The snapshot formatVersion compiled for; default 1'),
  }),
  read: ({ capacity: { flags, frameKiB = DEFAULT_FRAME_KIB } = {}, ...spec }: WrittenEnvironment) =>
    defined({
      description: spec.description,
      capacity: defined({ flags, frameKiB }),
      protected: spec.protected ?? false,
      promotesFrom: spec.promotesFrom,
      snapshotFormat: spec.snapshotFormat ?? SNAPSHOT_FORMATS[0],
    }),
})
