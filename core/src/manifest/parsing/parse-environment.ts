import { DEFAULT_FRAME_KIB, SNAPSHOT_FORMATS, type Environment, type FrameKiB } from '../kinds/environment.ts'
import { defined } from './defined.ts'
import { parseMetadata, type Written } from './written-document.ts'

export interface WrittenEnvironmentSpec {
  readonly description?: string
  readonly capacity?: { readonly flags?: number; readonly frameKiB?: FrameKiB }
  readonly protected?: boolean
  readonly promotesFrom?: string
  readonly snapshotFormat?: number
}

export function parseEnvironment({ metadata, spec }: Written<WrittenEnvironmentSpec>): Environment {
  const { flags, frameKiB = DEFAULT_FRAME_KIB } = spec.capacity ?? {}
  return defined({
    kind: 'Environment' as const,
    metadata: parseMetadata(metadata),
    description: spec.description,
    capacity: defined({ flags, frameKiB }),
    protected: spec.protected ?? false,
    promotesFrom: spec.promotesFrom,
    snapshotFormat: spec.snapshotFormat ?? SNAPSHOT_FORMATS[0],
  })
}
