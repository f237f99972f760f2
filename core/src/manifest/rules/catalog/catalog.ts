import { findNearestName } from '../../../nearest-name.ts'
import type { Issue } from '../../issue.ts'
import {
  KINDS,
  type Manifest,
  type ManifestDocument,
  type ManifestKind,
  type NamedDocuments,
} from '../../kinds.ts'
import type { BrokenDocument } from '../../parsing/broken-document.ts'
import { listNames } from '../../quote.ts'

/**
 * One thing that must hold between documents; says where it does not, in the order of the files. One that could have
 * very many issues makes them as they are asked for. They are all errors, or all warnings: the first of them say whether
 * a commit is refused.
 */
export type CrossDocumentRule = (catalog: Catalog) => Iterable<Issue>

/** Every document that could be parsed, before it is known whether they agree. */
export class Catalog {
  readonly documents: readonly ManifestDocument[]
  /** Where names repeat, the first counts. */
  readonly named: NamedDocuments
  readonly #byKind: ReadonlyMap<ManifestKind, readonly ManifestDocument[]>
  readonly #broken: ReadonlySet<string>
  readonly #suggestions = new Map<string, string | undefined>()

  constructor(documents: readonly ManifestDocument[], broken: readonly BrokenDocument[]) {
    this.documents = documents
    this.#broken = new Set(broken.map(({ kind = ANY, name = ANY }) => `${kind} ${name}`))
    this.#byKind = byKind(documents)
    this.named = Object.fromEntries(
      Object.entries(KINDS).map(([names, { kind }]) => [names, byName(this.ofKind(kind))]),
    ) as unknown as NamedDocuments
  }

  /** Those whose names repeat included. */
  ofKind<M extends Manifest>(kind: M['kind']): readonly ManifestDocument<M>[] {
    return (this.#byKind.get(kind) ?? []) as readonly ManifestDocument<M>[]
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

function byKind(documents: readonly ManifestDocument[]): Map<ManifestKind, ManifestDocument[]> {
  const kinds = new Map<ManifestKind, ManifestDocument[]>()
  for (const document of documents) {
    const { kind } = document.manifest
    const held = kinds.get(kind)
    if (held) held.push(document)
    else kinds.set(kind, [document])
  }
  return kinds
}

function byName(documents: readonly ManifestDocument[]): ReadonlyMap<string, ManifestDocument> {
  const found = new Map<string, ManifestDocument>()
  for (const document of documents) {
    const { name } = document.manifest.metadata
    if (!found.has(name)) found.set(name, document)
  }
  return found
}
