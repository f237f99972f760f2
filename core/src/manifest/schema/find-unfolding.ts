import type { JsonObject, JsonValue } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import { ownValue } from '../../own-value.ts'
import type { DocumentPath } from '../issue.ts'

/** References that lead on from one to the next; what compiles a schema follows them on its stack. */
const MAX_DEPTH = 1000

const REFERENCES = ['$ref', '$dynamicRef'] as const
const ANCHORS = ['$anchor', '$dynamicAnchor'] as const

interface Place {
  readonly value: JsonValue
  readonly path: DocumentPath
}

/** The innermost place of a schema with more values than `most`, were each reference what it refers to. */
export function findUnfolding(schema: JsonObject, most: number): DocumentPath | undefined {
  const unfolding = new Unfolding(schema, most)
  unfolding.sizeOf({ value: schema, path: [] })
  return unfolding.place
}

class Unfolding {
  readonly #schema: JsonObject
  readonly #most: number
  readonly #anchors = new Map<string, Place>()
  /** Of those that are being counted, 0: what leads back to itself is counted once. */
  readonly #sizes = new Map<JsonValue, number>()
  #depth = 0
  place: DocumentPath | undefined

  constructor(schema: JsonObject, most: number) {
    this.#schema = schema
    this.#most = most
    this.#findAnchors({ value: schema, path: [] })
  }

  sizeOf({ value, path }: Place): number {
    if (typeof value !== 'object' || value === null) return 1
    const known = this.#sizes.get(value)
    if (known !== undefined || this.place) return known ?? 0
    this.#sizes.set(value, 0)
    this.#depth++
    let size = 1
    for (const part of this.#partsOf({ value, path })) size += this.sizeOf(part)
    if (size > this.#most || this.#depth > MAX_DEPTH) this.place ??= path
    this.#depth--
    this.#sizes.set(value, size)
    return size
  }

  /** What a value holds and refers to. */
  *#partsOf(place: Place): Generator<Place> {
    for (const part of childrenOf(place)) if (!isDefinitions(part.path)) yield part
    if (!isJsonObject(place.value)) return
    for (const keyword of REFERENCES) {
      const reference = ownValue(place.value, keyword)
      const target = typeof reference === 'string' ? this.#resolve(reference) : undefined
      if (target) yield target
    }
  }

  #resolve(reference: string): Place | undefined {
    const fragment = reference.replace(/^#/, '')
    if (!fragment.startsWith('/') && fragment !== '') return this.#anchors.get(fragment)
    let place: Place | undefined = { value: this.#schema, path: [] }
    for (const part of fragment.split('/').slice(1)) {
      place = place && childAt(place, unescapePart(part))
    }
    return place
  }

  #findAnchors(place: Place): void {
    for (const keyword of ANCHORS) {
      const anchor = isJsonObject(place.value) ? ownValue(place.value, keyword) : undefined
      if (typeof anchor === 'string') this.#anchors.set(anchor, place)
    }
    for (const child of childrenOf(place)) this.#findAnchors(child)
  }
}

function childrenOf({ value, path }: Place): Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([key, held]) => ({
    value: held,
    path: [...path, Array.isArray(value) ? Number(key) : key],
  }))
}

function childAt({ value, path }: Place, key: string): Place | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const held = ownValue(value as JsonObject, key)
  return held === undefined
    ? undefined
    : { value: held, path: [...path, Array.isArray(value) ? Number(key) : key] }
}

/** Whether what is there applies only where something refers to it. */
function isDefinitions(path: DocumentPath): boolean {
  const key = path.at(-1)
  return (key === '$defs' || key === 'definitions') && path.at(-2) !== 'properties'
}

/** A part of a JSON pointer in a URI fragment; as it is where it is no such thing. */
function unescapePart(part: string): string {
  return decoded(part).replaceAll('~1', '/').replaceAll('~0', '~')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
