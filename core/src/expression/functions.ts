import { countCodePoints, toNumber, toText, trim } from './conversions.ts'
import type { Expression } from './expression.ts'
import { parseInstant } from '../parse-instant.ts'
import { toBoolean } from './json-values.ts'
import type { ExpressionScope, Operand } from './operand.ts'
import { parseRange } from './semver/range.ts'
import { satisfies } from './semver/satisfies.ts'
import { VersionReader } from './semver/version.ts'

/** What is known of a value before there is a context; `any` is an attribute. */
export type Kind = 'boolean' | 'string' | 'number' | 'null' | 'list' | 'any'

export interface CallParts {
  readonly trees: readonly Expression[]
  readonly operands: readonly Operand[]
  readonly scope: ExpressionScope
}

export interface FunctionDefinition {
  /** What each parameter is for, as a call is written: `version`, `"range"`; quoted when it is a string literal. */
  readonly parameters: readonly Parameter[]
  readonly result: Kind
  compile(call: CallParts): Operand
}

export interface Parameter {
  readonly name: string
  /** What it accepts; `any` accepts everything. */
  readonly kind: Kind
  /** It is part of the program, not of the data. */
  readonly literal?: true
  /** What a string literal in its place is written in. */
  readonly syntax?: 'range' | 'instant'
}

const TEXT: Parameter = { name: 'text', kind: 'string' }
const INSTANT: Parameter = { name: 'instant', kind: 'string', syntax: 'instant' }
const VALUE: Parameter = { name: 'value', kind: 'any' }

const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map<string, FunctionDefinition>([
  ['$not', onValue('boolean', not)],
  ['$boolean', onValue('boolean', toBoolean)],
  ['$exists', onValue('boolean', (value) => value !== undefined)],
  ['$count', onValue('number', count)],
  ['$number', onValue('number', toNumber)],
  ['$string', onValue('string', toText)],
  ['$lowercase', onText('string', (text) => text.toLowerCase())],
  ['$uppercase', onText('string', (text) => text.toUpperCase())],
  ['$trim', onText('string', trim)],
  ['$length', onText('number', countCodePoints)],
  ['$contains', onTwoTexts('part', (text, part) => text.includes(part))],
  ['$startsWith', onTwoTexts('prefix', (text, prefix) => text.startsWith(prefix))],
  ['$endsWith', onTwoTexts('suffix', (text, suffix) => text.endsWith(suffix))],
  ['$before', onInstants((instant, other) => instant < other)],
  ['$after', onInstants((instant, other) => instant > other)],
  ['$intersects', intersects()],
  ['$segment', segment()],
  ['$semver', semver()],
])

export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()]

export function findFunction(name: string): FunctionDefinition | undefined {
  return FUNCTIONS.get(name)
}

function onValue(result: Kind, apply: (value: unknown) => unknown): FunctionDefinition {
  return {
    parameters: [VALUE],
    result,
    compile({ operands: [operand] }) {
      const value = operand as Operand
      return (context) => apply(value(context))
    },
  }
}

function onText(result: Kind, apply: (text: string) => unknown): FunctionDefinition {
  return {
    parameters: [TEXT],
    result,
    compile({ operands: [operand] }) {
      const value = operand as Operand
      return (context) => {
        const text = value(context)
        return typeof text === 'string' ? apply(text) : undefined
      }
    },
  }
}

function onTwoTexts(second: string, apply: (text: string, other: string) => boolean): FunctionDefinition {
  return {
    parameters: [TEXT, { name: second, kind: 'string' }],
    result: 'boolean',
    compile({ operands: [first, other] }) {
      const left = first as Operand
      const right = other as Operand
      return (context) => {
        const a = left(context)
        const b = right(context)
        return typeof a === 'string' && typeof b === 'string' ? apply(a, b) : undefined
      }
    },
  }
}

function onInstants(holds: (instant: number, other: number) => boolean): FunctionDefinition {
  return {
    parameters: [INSTANT, INSTANT],
    result: 'boolean',
    compile({ operands: [first, second], trees: [a, b] }) {
      const left = instantOf(first as Operand, a)
      const right = instantOf(second as Operand, b)
      return (context) => {
        const instant = left(context)
        const other = right(context)
        return instant === undefined || other === undefined ? undefined : holds(instant, other)
      }
    },
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
function intersects(): FunctionDefinition {
  return {
    parameters: [
      { name: 'list', kind: 'list' },
      { name: 'list', kind: 'list' },
    ],
    result: 'boolean',
    compile({ operands: [first, second] }) {
      const left = first as Operand
      const right = second as Operand
      return (context) => {
        const items = toList(right(context))
        return toList(left(context)).some((item) => items.includes(item))
      }
    },
  }
}

function segment(): FunctionDefinition {
  return {
    parameters: [{ name: 'name', kind: 'string', literal: true }],
    result: 'boolean',
    compile: ({ trees: [name], scope }) => scope.segment(name as string),
  }
}

function semver(): FunctionDefinition {
  return {
    parameters: [
      { name: 'version', kind: 'string' },
      { name: 'range', kind: 'string', literal: true, syntax: 'range' },
    ],
    result: 'boolean',
    compile({ operands: [operand], trees: [, source] }) {
      const version = operand as Operand
      const range = parseRange(source as string)
      if (range === undefined) throw new TypeError(`"${source as string}" is not a version range`)
      const reader = new VersionReader()
      return (context) => {
        const text = version(context)
        return typeof text === 'string' && reader.read(text) ? satisfies(reader, range) : undefined
      }
    },
  }
}

function not(value: unknown): boolean | undefined {
  const held = toBoolean(value)
  return held === undefined ? undefined : !held
}

function count(value: unknown): number {
  return toList(value).length
}

function toList(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}
