import type { Manifest, ManifestDocument } from '@evenkeel/core/manifest'

/** In the order of their names' code units, whatever the order of the files. */
export function sortedManifests<M extends Manifest>(
  documents: ReadonlyMap<string, ManifestDocument<M>>,
): readonly M[] {
  const names = [...documents.keys()].sort()
  return names.flatMap((name) => documents.get(name)?.manifest ?? [])
}
