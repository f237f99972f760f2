import type { CheckedManifests } from '../manifest/validate-manifests.ts'
import type { Sha256 } from './platform.ts'
import type { Snapshot, SnapshotOverride } from './snapshot.ts'

export interface CompileInput {
  readonly manifests: CheckedManifests
  /** The name of an Environment in `manifests`. */
  readonly environment: string
  readonly commit: string
  readonly epoch: number
  readonly sequence: number
  /** By flag key; an override of a flag that is not in `manifests` is left out. */
  readonly overrides: ReadonlyMap<string, SnapshotOverride>
  readonly sha256: Sha256
}

/** The function production runs: the same input gives the same snapshot, byte for byte. */
export function compileSnapshot(input: CompileInput): Snapshot {
  throw new Error(`not yet: ${input.environment}`)
}
