import type { Attribute, AttributeType, ContextManifest } from '@evenkeel/core/manifest'
import type { Member, TypeNode } from './type-node.ts'
import { named, union } from './type-node.ts'

/** The attributes as services send them: `cart.total` is `total` of an object `cart`. All may be missing. */
export function contextMembers({ attributes }: Pick<ContextManifest, 'attributes'>): readonly Member[] {
  const here = new Map<string, Attribute>()
  const below = new Map<string, Record<string, Attribute>>()
  for (const [path, attribute] of Object.entries(attributes)) {
    const [name = path, ...rest] = path.split('.')
    if (rest.length === 0) here.set(name, attribute)
    else below.set(name, { ...below.get(name), [rest.join('.')]: attribute })
  }
  return [...new Set([...here.keys(), ...below.keys()])].sort().map((name): Member => {
    const attribute = here.get(name)
    const nested = below.get(name)
    const types = [
      ...(attribute ? [typeOfAttribute(attribute)] : []),
      ...(nested ? [{ kind: 'object', members: contextMembers({ attributes: nested }) } as const] : []),
    ]
    return { name, type: union(types), optional: true, notes: attribute ? notesOf(attribute) : [] }
  })
}

const TYPES: Readonly<Record<AttributeType, readonly TypeNode[]>> = {
  string: [named('string')],
  number: [named('number')],
  boolean: [named('boolean')],
  instant: [named('string'), named('Date')],
  semver: [named('string')],
  ip: [named('string')],
}

function typeOfAttribute({ type, list }: Attribute): TypeNode {
  const one = union(TYPES[type])
  return list ? { kind: 'list', of: one } : one
}

const EXAMPLES: Partial<Readonly<Record<AttributeType, string>>> = {
  instant: 'An instant, such as 2026-12-01T09:00:00+01:00.',
  semver: 'A version, such as 2.1.0.',
  ip: 'An IP address, v4 or v6.',
}

function notesOf({ type, description, private: isPrivate }: Attribute): readonly string[] {
  return [
    description,
    EXAMPLES[type],
    isPrivate ? 'Private: kept out of logs, events and telemetry.' : undefined,
  ].filter((note) => note !== undefined)
}
