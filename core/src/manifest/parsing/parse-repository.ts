import { DEFAULT_INCLUDE, type RepositoryManifest } from '../kinds/repository.ts'
import { parseMetadata, type Written } from './written-document.ts'

export interface WrittenRepositorySpec {
  readonly include?: readonly string[]
  readonly ignore?: readonly string[]
}

export function parseRepository({ metadata, spec }: Written<WrittenRepositorySpec>): RepositoryManifest {
  return {
    kind: 'Repository',
    metadata: parseMetadata(metadata),
    include: spec.include ?? DEFAULT_INCLUDE,
    ignore: spec.ignore ?? [],
  }
}
