import type { IssueCode } from '../issue-codes/issue-codes.ts'
import type { ScalarEvent } from 'js-yaml'
import type { JsonObject, JsonValue } from '../../json.ts'

/** A value of a YAML document together with its place; `start` is an offset into the text. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly start: number
  readonly value: string | number | boolean | null
  /** The scalar's text, decoded and folded, before it is taken for a number or a boolean. */
  readonly text: string
  readonly event: ScalarEvent
}

interface YamlSequence {
  readonly kind: 'sequence'
  readonly start: number
  readonly items: readonly YamlNode[]
}

export interface YamlMapping {
  readonly kind: 'mapping'
  readonly start: number
  readonly entries: ReadonlyMap<string, YamlEntry>
}

export interface YamlEntry {
  readonly key: YamlScalar
  readonly value: YamlNode
}

/** What is wrong with the text itself, before anybody asks what it means. */
export interface YamlProblem {
  readonly code: IssueCode
  readonly message: string
  readonly hint?: string
  readonly offset: number
}

export interface YamlDocument {
  readonly root: YamlNode
  readonly problems: readonly YamlProblem[]
}

/** The value as JSON.parse would give it: `__proto__` is a key like any other. */
export function toJson(node: YamlNode): JsonValue {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'sequence':
      return node.items.map(toJson)
    case 'mapping':
      return toObject(node)
  }
}

function toObject({ entries }: YamlMapping): JsonObject {
  const object: Record<string, JsonValue> = {}
  for (const [key, { value }] of entries) {
    if (key === '__proto__') Object.defineProperty(object, key, { value: toJson(value), ...OWN })
    else object[key] = toJson(value)
  }
  return object
}

const OWN = { enumerable: true, writable: true, configurable: true }
