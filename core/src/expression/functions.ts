import { ownValue } from '../own-value.ts'
import { parseInstant } from '../parse-instant.ts'
import { AddressReader } from './cidr/address.ts'
import { isInSome, parseBlock } from './cidr/block.ts'
import { countCodePoints, toNumber, toText, trim } from './conversions.ts'
import type { Expression } from './expression.ts'
import { toBoolean } from './json-values.ts'
import type { ExpressionScope, Operand } from './operand.ts'
import { compileMatcher } from './regex/compile-matcher.ts'
import { parseRange, satisfies } from './semver/range.ts'
import { VersionReader } from './semver/version.ts'

export interface CallParts {
  readonly trees: readonly Expression[]
  /** The trees compiled: at least as many as the function has parameters. */
  readonly operands: readonly [Operand, Operand]
  readonly scope: ExpressionScope
}

type CompileCall = (call: CallParts) => Operand

const FUNCTIONS = {
  $not: onValue(not),
  $boolean: onValue(toBoolean),
  $exists: onValue((value) => value !== undefined),
  $count: onValue((value) => toList(value).length),
  $number: onValue(toNumber),
  $string: onValue(toText),
  $lowercase: onText((text) => text.toLowerCase()),
  $uppercase: onText((text) => text.toUpperCase()),
  $trim: onText(trim),
  $length: onText(countCodePoints),
  $contains: onTwoTexts((text, part) => text.includes(part)),
  $matches: (call) => onText(compileMatcher(call.trees[3] as Expression))(call),
  $startsWith: onTwoTexts((text, prefix) => text.startsWith(prefix)),
  $endsWith: onTwoTexts((text, suffix) => text.endsWith(suffix)),
  $before: onInstants((instant, other) => instant < other),
  $after: onInstants((instant, other) => instant > other),
  $intersects: intersects,
  $segment: ({ trees: [name], scope }) => scope.segment(name as string),
  $semver: semver,
  $cidr: cidr,
} satisfies Readonly<Record<string, CompileCall>>

/** The functions of the language; what each takes and gives is in parsing/calls/function-signatures.ts. */
export type FunctionName = keyof typeof FUNCTIONS

/** Undefined when there is no such function. */
export function findFunction(name: string): CompileCall | undefined {
  return ownValue<CompileCall>(FUNCTIONS, name)
}

function onValue(apply: (value: unknown) => unknown): CompileCall {
  return ({ operands: [value] }) =>
    (context) =>
      apply(value(context))
}

function onText(apply: (text: string) => unknown): CompileCall {
  return onValue((text) => (typeof text === 'string' ? apply(text) : undefined))
}

function onTwoTexts(apply: (text: string, other: string) => boolean): CompileCall {
  return ({ operands: [left, right] }) =>
    (context) => {
      const text = left(context)
      const other = right(context)
      return typeof text === 'string' && typeof other === 'string' ? apply(text, other) : undefined
    }
}

function onInstants(apply: (instant: number, other: number) => boolean): CompileCall {
  return ({ operands: [first, second], trees: [a, b] }) => {
    const left = instantOf(first, a)
    const right = instantOf(second, b)
    return (context) => {
      const instant = left(context)
      const other = right(context)
      return instant === undefined || other === undefined ? undefined : apply(instant, other)
    }
  }
}

/** A literal is parsed once. */
function instantOf(operand: Operand, tree: Expression | undefined): (context: object) => number | undefined {
  if (typeof tree === 'string') {
    const fixed = parseInstant(tree)
    return () => fixed
  }
  return (context) => {
    const text = operand(context)
    return typeof text === 'string' ? parseInstant(text) : undefined
  }
}

/** As `in` for each item: what is missing has no item, and a value that is no list is a list of one. */
function intersects({ operands: [left, right] }: CallParts): Operand {
  return (context) => {
    const items = toList(right(context))
    return toList(left(context)).some((item) => items.includes(item))
  }
}

function semver({ operands: [version], trees: [, range] }: CallParts): Operand {
  const parsed = parseRange(range as string)
  const reader = new VersionReader()
  return onReading(version, reader, () => satisfies(reader, parsed))
}

function cidr({ operands: [address], trees: [, ...blocks] }: CallParts): Operand {
  const parsed = blocks.map((block) => parseBlock(block as string))
  const reader = new AddressReader()
  return onReading(address, reader, () => isInSome(reader.address, parsed))
}

/** Decides by what the reader holds; undefined where it cannot read. */
function onReading(
  operand: Operand,
  reader: { read(text: string): boolean },
  decide: () => boolean,
): Operand {
  return (context) => {
    const text = operand(context)
    return typeof text === 'string' && reader.read(text) ? decide() : undefined
  }
}

function not(value: unknown): boolean | undefined {
  const held = toBoolean(value)
  return held === undefined ? undefined : !held
}

function toList(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}
