import type { Config } from './kinds/config.ts'
import type { ContextManifest } from './kinds/context.ts'
import type { Environment } from './kinds/environment.ts'
import type { ExclusionGroup } from './kinds/exclusion-group.ts'
import type { Flag } from './kinds/flag.ts'
import type { FlagTest } from './kinds/flag-test.ts'
import type { DocumentPath } from './issue.ts'
import type { OpenSloDocument } from './kinds/open-slo.ts'
import type { RepositoryManifest } from './kinds/repository.ts'
import type { Segment } from './kinds/segment.ts'
import type { Position } from './source-file.ts'
import type { Team } from './kinds/team.ts'

/** Any document of a configuration repository, parsed: its schema holds and its own expressions are compiled. */
export type Manifest =
  | RepositoryManifest
  | Environment
  | Flag
  | Segment
  | ExclusionGroup
  | ContextManifest
  | Config
  | Team
  | FlagTest
  | OpenSloDocument

export type ManifestKind = Manifest['kind']

/** A manifest together with the place it was read from. */
export interface ManifestDocument<M extends Manifest = Manifest> {
  readonly manifest: M
  readonly file: string
  /**
   * The place of the value at `path`, or of the nearest ancestor that is in the text. `offset` counts UTF-16 code
   * units into a string value and gives the place of that character, whatever style the scalar is written in.
   */
  locate(path: DocumentPath, offset?: number): Position
  /** The place of the key that the value at `path` is under; the value's own where there is no such key. */
  locateKey(path: DocumentPath): Position
}
