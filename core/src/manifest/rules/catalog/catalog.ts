import { findNearestName } from '../../../nearest-name.ts'
import type { BrokenDocument } from '../../parsing/broken-document.ts'
import type { Config } from '../../kinds/config.ts'
import type { ContextManifest } from '../../kinds/context.ts'
import type { Environment } from '../../kinds/environment.ts'
import type { ExclusionGroup } from '../../kinds/exclusion-group.ts'
import type { FlagTest } from '../../kinds/flag-test.ts'
import type { Flag } from '../../kinds/flag.ts'
import type { Issue } from '../../issue.ts'
import type { Manifest, ManifestDocument, ManifestKind } from '../../manifest.ts'
import { OPEN_SLO_KINDS, type OpenSloDocument } from '../../kinds/open-slo.ts'
import type { RepositoryManifest } from '../../kinds/repository.ts'
import { listNames } from '../../quote.ts'
import type { Segment } from '../../kinds/segment.ts'
import type { Team } from '../../kinds/team.ts'

/**
 * One thing that must hold between documents; says where it does not, in the order of the files. One that could have
 * very many issues makes them as they are asked for. They are all errors, or all warnings: the first of them say whether
 * a commit is refused.
 */
export type CrossDocumentRule = (catalog: Catalog) => Iterable<Issue>

/** Every document that could be parsed, before it is known whether they agree. Where names repeat, the first counts. */
export class Catalog {
  readonly documents: readonly ManifestDocument[]
  readonly repositories: ReadonlyMap<string, ManifestDocument<RepositoryManifest>>
  readonly environments: ReadonlyMap<string, ManifestDocument<Environment>>
  readonly flags: ReadonlyMap<string, ManifestDocument<Flag>>
  readonly segments: ReadonlyMap<string, ManifestDocument<Segment>>
  readonly exclusionGroups: ReadonlyMap<string, ManifestDocument<ExclusionGroup>>
  readonly contexts: ReadonlyMap<string, ManifestDocument<ContextManifest>>
  readonly configs: ReadonlyMap<string, ManifestDocument<Config>>
  readonly teams: ReadonlyMap<string, ManifestDocument<Team>>
  readonly flagTests: readonly ManifestDocument<FlagTest>[]
  readonly openSlo: readonly ManifestDocument<OpenSloDocument>[]
  readonly #broken: ReadonlySet<string>
  readonly #suggestions = new Map<string, string | undefined>()

  constructor(documents: readonly ManifestDocument[], broken: readonly BrokenDocument[]) {
    this.documents = documents
    this.#broken = new Set(broken.map(({ kind = ANY, name = ANY }) => `${kind} ${name}`))
    const kinds = byKind(documents)
    this.repositories = byName<RepositoryManifest>(kinds, 'Repository')
    this.environments = byName<Environment>(kinds, 'Environment')
    this.flags = byName<Flag>(kinds, 'Flag')
    this.segments = byName<Segment>(kinds, 'Segment')
    this.exclusionGroups = byName<ExclusionGroup>(kinds, 'ExclusionGroup')
    this.contexts = byName<ContextManifest>(kinds, 'Context')
    this.configs = byName<Config>(kinds, 'Config')
    this.teams = byName<Team>(kinds, 'Team')
    this.flagTests = ofKind<FlagTest>(kinds, 'FlagTest')
    this.openSlo = OPEN_SLO_KINDS.flatMap((kind) => ofKind<OpenSloDocument>(kinds, kind))
  }

  /** Whether a document of this kind and name, or one that may be it, has an error of its own. */
  mayBeBroken(kind: ManifestKind, name: string): boolean {
    return [`${kind} ${name}`, `${kind} ${ANY}`, `${ANY} ${name}`, `${ANY} ${ANY}`].some((key) =>
      this.#broken.has(key),
    )
  }

  /** Whether any document that has an error may be of this kind. */
  mayHaveBroken(kind: ManifestKind): boolean {
    return [...this.#broken].some((key) => key.startsWith(`${kind} `) || key.startsWith(`${ANY} `))
  }

  /** A hint that names the nearest of the documents there are, or some of them. */
  hintFor(name: string, documents: ReadonlyMap<string, unknown>, kind: ManifestKind): string {
    const nearest = this.#findNearest(name, documents, kind)
    if (nearest !== undefined) return `did you mean \`${nearest}\`?`
    if (documents.size === 0) return `there is no ${kind} yet: add a document of kind ${kind}`
    return documents.size > MOST_LISTED
      ? `add a ${kind} of that name, or name one that exists`
      : `there is ${listNames([...documents.keys()], 'and')}`
  }

  /** The same name is often wrong in many places; and where most names are wrong, no hint helps. */
  #findNearest(
    name: string,
    documents: ReadonlyMap<string, unknown>,
    kind: ManifestKind,
  ): string | undefined {
    const key = `${kind} ${name}`
    if (!this.#suggestions.has(key) && this.#suggestions.size < MOST_SUGGESTIONS) {
      this.#suggestions.set(key, findNearestName(name, documents.keys()))
    }
    return this.#suggestions.get(key)
  }
}

const ANY = '*'
const MOST_LISTED = 8
const MOST_SUGGESTIONS = 100

type Kinds = ReadonlyMap<ManifestKind, readonly ManifestDocument[]>

function byKind(documents: readonly ManifestDocument[]): Kinds {
  const kinds = new Map<ManifestKind, ManifestDocument[]>()
  for (const document of documents) {
    const { kind } = document.manifest
    const held = kinds.get(kind)
    if (held) held.push(document)
    else kinds.set(kind, [document])
  }
  return kinds
}

function ofKind<M extends Manifest>(kinds: Kinds, kind: M['kind']): readonly ManifestDocument<M>[] {
  return (kinds.get(kind) ?? []) as readonly ManifestDocument<M>[]
}

function byName<M extends Manifest>(kinds: Kinds, kind: M['kind']): ReadonlyMap<string, ManifestDocument<M>> {
  const found = new Map<string, ManifestDocument<M>>()
  for (const document of ofKind<M>(kinds, kind)) {
    const { name } = document.manifest.metadata
    if (!found.has(name)) found.set(name, document)
  }
  return found
}
