import { isComparison, isCompound, isList, isPath } from '../../expression/expression.ts'
import type { Call, Comparison, Expression, Path } from '../../expression/expression.ts'
import { findSignature } from '../../expression/parsing/calls/function-signatures.ts'
import { formatPath } from '../../expression/parsing/format-path.ts'
import { ownValue } from '../../own-value.ts'
import { walkExpression } from '../../expression/walk-expression.ts'
import type { Attribute, AttributeType, ContextManifest } from '../kinds/context.ts'
import type { DocumentPath } from '../issue.ts'
import type { Manifest } from '../kinds.ts'
import type { CrossDocumentRule } from './catalog/catalog.ts'
import { conditionsOf } from './catalog/conditions-of.ts'
import { findAttribute } from './catalog/find-in-source.ts'
import { issueIn } from '../issue-in.ts'
import { oncePer } from './catalog/once-per.ts'

interface Misuse {
  readonly attribute: readonly string[]
  readonly message: string
  readonly hint?: string
}

interface PlacedMisuse extends Misuse {
  readonly path: DocumentPath
  /** Of the condition. */
  readonly source: string
}

type FindType = (path: Path) => Pick<Attribute, 'type' | 'list'> | undefined

/** Where there is a Context, attributes are compared with values of their type, and lists are asked what they hold. */
export const attributeTypes: CrossDocumentRule = function* (catalog) {
  const [context] = catalog.named.contexts.values()
  if (!context) return
  const misusesIn = misusesUnder(context.manifest)
  for (const document of [...catalog.named.flags.values(), ...catalog.named.segments.values()]) {
    for (const { attribute, source, ...problem } of misusesIn(document.manifest)) {
      const offset = findAttribute(source, attribute)
      yield issueIn(document, { code: 'wrong-attribute-type', ...problem, offset })
    }
  }
}

const misusesUnder = oncePer(({ attributes }: ContextManifest) => {
  const find: FindType = ([, ...names]) =>
    ownValue(attributes, names.join('.')) ??
    (names.join('.') === 'targetingKey' ? { type: 'string', list: false } : undefined)
  return oncePer((manifest: Manifest): readonly PlacedMisuse[] =>
    conditionsOf(manifest).flatMap(({ condition: { source, tree }, path }) =>
      [...walkExpression(tree)].flatMap((part) =>
        findMisuses(part, find).map((misuse) => ({ ...misuse, source, path })),
      ),
    ),
  )
})

function findMisuses(part: Expression, find: FindType): Misuse[] {
  if (!isCompound(part) || isPath(part) || isList(part)) return []
  if (isComparison(part)) return part[0] === 'in' ? misusesOfIn(part, find) : misusesOfComparison(part, find)
  return part[0] === 'and' || part[0] === 'or' ? [] : misusesOfCall(part as Call, find)
}

function misusesOfIn([, item, list]: Comparison, find: FindType): Misuse[] {
  const misuses: Misuse[] = []
  const itemType = isPath(item) ? find(item) : undefined
  if (isPath(item) && itemType) {
    if (itemType.list) {
      const hint = `write $intersects(${shown(item)}, […])`
      misuses.push(misuse(item, `is a list, and \`in\` looks for one value`, hint))
    } else if (isList(list)) {
      for (const held of list.slice(1)) misuses.push(...mismatch(item, itemType.type, held))
    }
  }
  const listType = isPath(list) ? find(list) : undefined
  if (isPath(list) && listType) {
    if (listType.list) misuses.push(...mismatch(list, listType.type, item))
    else misuses.push(misuse(list, 'is no list, so nothing can be in it', `write ${shown(list)} = …`))
  }
  return misuses
}

function misusesOfComparison([operator, left, right]: Comparison, find: FindType): Misuse[] {
  const isOrdering = operator !== '=' && operator !== '!='
  return [
    [left, right],
    [right, left],
  ].flatMap(([path = null, other = null]) => {
    const attribute = isPath(path) ? find(path) : undefined
    if (!isPath(path) || !attribute) return []
    if (attribute.list) {
      const hint = `write … in ${shown(path)}, or $intersects(${shown(path)}, […])`
      return [misuse(path, `is a list, and \`${operator}\` compares single values`, hint)]
    }
    const hint = isOrdering ? ORDERED_BY[attribute.type]?.(shown(path)) : undefined
    if (hint !== undefined)
      return [misuse(path, `is ${KINDS[attribute.type]}, which \`${operator}\` does not order`, hint)]
    return mismatch(path, attribute.type, other)
  })
}

function misusesOfCall([called, ...operands]: Call, find: FindType): Misuse[] {
  const name = called === '$matches' ? '$contains' : called
  const parameters = findSignature(name)?.parameters ?? []
  return operands.flatMap((operand, index) => {
    const attribute = isPath(operand) ? find(operand) : undefined
    const { kind: expected = 'any', holds } = parameters[index] ?? {}
    if (!isPath(operand) || !attribute || expected === 'any') return []
    const actual = attribute.list ? 'list' : JSON_TYPES[attribute.type]
    const is = attribute.list ? 'is a list' : `is ${KINDS[attribute.type]}`
    if (actual === expected) {
      const isOther = holds !== undefined && attribute.type !== 'string' && attribute.type !== holds
      return isOther ? [misuse(operand, `${is}, and ${name} takes ${KINDS[holds]} there`)] : []
    }
    return [misuse(operand, `${is}, and ${name} takes a ${expected} there`)]
  })
}

/** A literal of another type is never equal; null stands for an attribute that is sent empty. */
function mismatch(path: Path, type: AttributeType, other: Expression): Misuse[] {
  if (isCompound(other) || other === null || typeof other === JSON_TYPES[type]) return []
  const literal = JSON.stringify(other)
  return [misuse(path, `is ${KINDS[type]}, and is never equal to ${literal}`)]
}

function misuse([, ...attribute]: Path, is: string, hint?: string): Misuse {
  return { attribute, message: `\`${formatPath(attribute)}\` ${is}`, ...(hint !== undefined && { hint }) }
}

function shown([, ...attribute]: Path): string {
  return formatPath(attribute)
}

const JSON_TYPES: Readonly<Record<AttributeType, 'string' | 'number' | 'boolean'>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  instant: 'string',
  semver: 'string',
  ip: 'string',
}

const KINDS: Readonly<Record<AttributeType, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  instant: 'an instant',
  semver: 'a semantic version',
  ip: 'an IP address',
}

/** What to write instead of `<` for what is not ordered as numbers or text are. */
const ORDERED_BY: Partial<Readonly<Record<AttributeType, (path: string) => string>>> = {
  boolean: (path) => `write ${path} = true`,
  instant: (path) => `write $before(${path}, "…") or $after(${path}, "…")`,
  semver: (path) => `write $semver(${path}, ">=2.1")`,
  ip: (path) => `write $cidr(${path}, "10.0.0.0/8")`,
}
