import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import type { Flag, ManifestDocument } from '@evenkeel/core/manifest'
import { sortedManifests } from './sorted-manifests.ts'
import type { Member, TypeNode } from './type-node.ts'
import { literal, named, union } from './type-node.ts'
import { typeOfSchema } from './type-of-schema.ts'
import { typeOfValues } from './type-of-values.ts'

/** The values that each flag may have, by flag key. */
export function flagMembers(flags: ReadonlyMap<string, ManifestDocument<Flag>>): readonly Member[] {
  return sortedManifests(flags).map((flag) => ({
    name: flag.metadata.name,
    type: typeOfFlag(flag),
    optional: false,
    notes: notesOf(flag),
  }))
}

/** Where there is a `schema`, it has the word, so that a variant may be added without a change of the type. */
function typeOfFlag(flag: Flag): TypeNode {
  switch (flag.type) {
    case 'boolean':
      return named('boolean')
    case 'number':
      return flag.schema === undefined ? named('number') : typeOfScalars('number', flag.schema)
    case 'string':
      return flag.schema === undefined
        ? union(variantValues(flag).map((value) => literal(value as string)))
        : typeOfScalars('string', flag.schema)
    case 'object':
      return flag.schema === undefined
        ? typeOfValues(variantValues(flag))
        : typeOfSchema({ ...flag.schema, type: 'object' })
  }
}

/** Those that the schema lists, or any at all. */
function typeOfScalars(type: 'string' | 'number', { const: constant, enum: listed }: JsonObject): TypeNode {
  const allowed = constant === undefined ? listed : [constant]
  const values = (Array.isArray(allowed) ? allowed : []).filter((value) => typeof value === type)
  return values.length === 0 ? named(type) : union(values.map((value) => literal(value as string)))
}

/** In every environment; only object flags have other values in some. */
function variantValues({ variants, environments }: Flag): readonly JsonValue[] {
  const everywhere = [variants, ...Object.values(environments).map((overlay) => overlay.variants ?? {})]
  return everywhere.flatMap((each) => Object.values(each))
}

function notesOf({ description, environments }: Flag): readonly string[] {
  const states = Object.values(environments).map(({ state }) => state)
  const isArchived = states.length > 0 && states.every((state) => state === 'ARCHIVED')
  return [
    ...(description === undefined ? [] : [description]),
    ...(isArchived ? ['@deprecated The flag is archived: remove it from the code.'] : []),
  ]
}
