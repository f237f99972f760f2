import type { Config, ManifestDocument } from '@evenkeel/core/manifest'
import { sortedManifests } from './sorted-manifests.ts'
import type { Member } from './type-node.ts'
import { typeOfSchema } from './type-of-schema.ts'

/** What each config holds, in every environment, by name. */
export function configMembers(configs: ReadonlyMap<string, ManifestDocument<Config>>): readonly Member[] {
  return sortedManifests(configs).map(({ metadata, schema, description }) => ({
    name: metadata.name,
    type: typeOfSchema(schema),
    optional: false,
    notes: description === undefined ? [] : [description],
  }))
}
