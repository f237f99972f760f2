import type { JsonObject } from '../json.ts'
import { configKind } from './kinds/config.ts'
import { contextKind } from './kinds/context.ts'
import type { KindDefinition, OwnKindDefinition } from './kinds/define-kind.ts'
import { environmentKind } from './kinds/environment.ts'
import { exclusionGroupKind } from './kinds/exclusion-group.ts'
import { flagKind } from './kinds/flag/flag-kind.ts'
import { flagTestKind } from './kinds/flag-test.ts'
import { openSloKinds, type OpenSloDocument } from './kinds/open-slo.ts'
import { repositoryKind } from './kinds/repository.ts'
import { segmentKind } from './kinds/segment.ts'
import { teamKind } from './kinds/team.ts'
import type { PlacedDocument } from './placed-document.ts'

/** Every kind of ours, by what its documents are called together; hints list them in this order. */
export const KINDS = {
  repositories: repositoryKind,
  environments: environmentKind,
  flags: flagKind,
  segments: segmentKind,
  exclusionGroups: exclusionGroupKind,
  contexts: contextKind,
  configs: configKind,
  teams: teamKind,
  flagTests: flagTestKind,
}

type KindNames = keyof typeof KINDS
type OwnManifest = NonNullable<ReturnType<(typeof KINDS)[KindNames]['parse']>>

/** Any document of a configuration repository, parsed: its schema holds and its own expressions are compiled. */
export type Manifest = OwnManifest | OpenSloDocument

export type ManifestKind = Manifest['kind']
export type OwnKind = OwnManifest['kind']

/** A manifest together with the place it was read from. */
export type ManifestDocument<M extends Manifest = Manifest> = PlacedDocument<M>

/** Documents of each kind of ours by name. */
export type NamedDocuments = {
  readonly [Names in KindNames]: ReadonlyMap<
    string,
    ManifestDocument<Extract<OwnManifest, { kind: (typeof KINDS)[Names]['kind'] }>>
  >
}

const ownKinds: readonly OwnKindDefinition<OwnManifest>[] = Object.values(KINDS)

/** The kinds of `apiVersion: evenkeel/v1`. */
export const OWN_KINDS: readonly OwnKind[] = ownKinds.map(({ kind }) => kind)

/** Every kind that there may be documents of. */
export const KNOWN_KINDS: readonly KindDefinition<Manifest>[] = [...ownKinds, ...openSloKinds]

/** The JSON Schema (draft-07, which editors read best) of each kind of ours: published, and what parsing goes by. */
export const manifestSchemas = Object.fromEntries(
  ownKinds.map(({ kind, schema }) => [kind, schema]),
) as Readonly<Record<OwnKind, JsonObject>>
