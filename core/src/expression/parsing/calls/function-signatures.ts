import type { FunctionName } from '../../functions.ts'
import { ownValue } from '../../../own-value.ts'

/** What is known of a value before there is a context; `any` is an attribute. */
export type Kind = 'boolean' | 'string' | 'number' | 'null' | 'list' | 'any'

export interface Signature {
  readonly parameters: readonly Parameter[]
  /** The last parameter may be given more than once. */
  readonly repeats?: true
  readonly result: Kind
}

export interface Parameter {
  /** What it is for, as a call is written: `version`, `"range"`; quoted when it is a string literal. */
  readonly name: string
  /** What it accepts; `any` accepts everything. */
  readonly kind: Kind
  /** It is part of the program, not of the data. */
  readonly literal?: true
  /** What a string literal in its place is written in. */
  readonly syntax?: 'range' | 'instant' | 'block'
  /** What a string in its place holds, where not any string will do. */
  readonly holds?: 'instant' | 'semver' | 'ip'
}

const VALUE: Parameter = { name: 'value', kind: 'any' }
const LIST: Parameter = { name: 'list', kind: 'list' }
const INSTANT: Parameter = { name: 'instant', kind: 'string', syntax: 'instant', holds: 'instant' }
const SEGMENT: Parameter = { name: 'name', kind: 'string', literal: true }
const VERSION: Parameter = { name: 'version', kind: 'string', holds: 'semver' }
const ADDRESS: Parameter = { name: 'ip', kind: 'string', holds: 'ip' }
const RANGE: Parameter = { name: 'range', kind: 'string', literal: true, syntax: 'range' }
const BLOCK: Parameter = { name: 'block', kind: 'string', literal: true, syntax: 'block' }

/** `$matches` is `$contains` with a regular expression. */
const SIGNATURES: Readonly<Record<Exclude<FunctionName, '$matches'>, Signature>> = {
  $not: { parameters: [VALUE], result: 'boolean' },
  $boolean: { parameters: [VALUE], result: 'boolean' },
  $exists: { parameters: [VALUE], result: 'boolean' },
  $count: { parameters: [VALUE], result: 'number' },
  $number: { parameters: [VALUE], result: 'number' },
  $string: { parameters: [VALUE], result: 'string' },
  $lowercase: { parameters: [text('text')], result: 'string' },
  $uppercase: { parameters: [text('text')], result: 'string' },
  $trim: { parameters: [text('text')], result: 'string' },
  $length: { parameters: [text('text')], result: 'number' },
  $contains: { parameters: [text('text'), text('part')], result: 'boolean' },
  $startsWith: { parameters: [text('text'), text('prefix')], result: 'boolean' },
  $endsWith: { parameters: [text('text'), text('suffix')], result: 'boolean' },
  $before: { parameters: [INSTANT, INSTANT], result: 'boolean' },
  $after: { parameters: [INSTANT, INSTANT], result: 'boolean' },
  $intersects: { parameters: [LIST, LIST], result: 'boolean' },
  $segment: { parameters: [SEGMENT], result: 'boolean' },
  $semver: { parameters: [VERSION, RANGE], result: 'boolean' },
  $cidr: { parameters: [ADDRESS, BLOCK], repeats: true, result: 'boolean' },
}

export const FUNCTION_NAMES: readonly string[] = Object.keys(SIGNATURES)

/** Undefined when there is no such function. */
export function findSignature(name: string): Signature | undefined {
  return ownValue<Signature>(SIGNATURES, name)
}

/** How a call is written: `$semver(version, "range")`. */
export function usageOf(name: string, { parameters, repeats }: Signature): string {
  const names = parameters.map((parameter) => (parameter.literal ? `"${parameter.name}"` : parameter.name))
  return `${name}(${[...names, ...(repeats ? ['…'] : [])].join(', ')})`
}

function text(name: string): Parameter {
  return { name, kind: 'string' }
}
