import { printable } from '../report/printable.ts'

/** A TypeScript type, before it is text. */
export type TypeNode =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'list'; readonly of: TypeNode }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'record'; readonly of: TypeNode }
  | { readonly kind: 'union' | 'intersection'; readonly of: readonly TypeNode[] }

export interface Member {
  readonly name: string
  readonly type: TypeNode
  readonly optional: boolean
  /** Lines of its documentation. */
  readonly notes: readonly string[]
}

export const named = (text: string): TypeNode => ({ kind: 'name', text })
export const UNKNOWN = named('unknown')
export const ANY_OBJECT: TypeNode = { kind: 'record', of: UNKNOWN }

/** The type of one value: `'pro'`, `42`, `null`. */
export const literal = (value: string | number | boolean | null): TypeNode =>
  named(typeof value === 'string' ? quote(value) : JSON.stringify(value))

/** Each alternative once; one that says nothing makes the whole say nothing. */
export function union(alternatives: readonly TypeNode[]): TypeNode {
  const [first, ...others] = distinct(alternatives)
  if (first === undefined) return named('never')
  if (others.length === 0) return first
  return alternatives.includes(UNKNOWN) ? UNKNOWN : { kind: 'union', of: [first, ...others] }
}

/** Each part once; parts that say nothing are left out. */
export function intersection(parts: readonly TypeNode[]): TypeNode {
  const [first, ...others] = distinct(parts.filter((part) => part !== UNKNOWN))
  if (first === undefined) return UNKNOWN
  return others.length === 0 ? first : { kind: 'intersection', of: [first, ...others] }
}

function distinct(nodes: readonly TypeNode[]): readonly TypeNode[] {
  return [...new Map(nodes.map((node) => [printType(node), node])).values()]
}

/** As TypeScript writes it. Nothing in it can be changed through it. */
export function printType(node: TypeNode): string {
  switch (node.kind) {
    case 'name':
      return node.text
    case 'list':
      return `readonly ${printOperand(node.of)}[]`
    case 'record':
      return `{ readonly [key: string]: ${printType(node.of)} }`
    case 'object':
      return node.members.length === 0 ? '{}' : `{\n${indent(printMembers(node.members, 'readonly '))}}`
    case 'union':
      return node.of.map(printOperand).join(' | ')
    case 'intersection':
      return node.of.map(printOperand).join(' & ')
  }
}

/** A line for each member and for each of its notes, in the order given. */
export function printMembers(members: readonly Member[], modifier: '' | 'readonly ' = ''): string {
  return members
    .map(({ name, type, optional, notes }) => {
      const mark = optional ? '?' : ''
      return `${printNotes(notes)}${modifier}${printName(name)}${mark}: ${printType(type)}\n`
    })
    .join('')
}

export function indent(lines: string): string {
  return lines.replaceAll(/^(?=.)/gm, '  ')
}

function printName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}

/** JSON's escapes, in single quotes. */
function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}

function printOperand(node: TypeNode): string {
  const binds = node.kind === 'union' || node.kind === 'intersection' || node.kind === 'list'
  return binds ? `(${printType(node)})` : printType(node)
}

/** What authors wrote cannot end the comment, nor show as something else than it is. */
function printNotes(notes: readonly string[]): string {
  const lines = notes
    .flatMap((note) => note.trim().split(/\s*\n\s*/))
    .filter((line) => line !== '')
    .map((line) => printable(line).replaceAll('*/', '*\\/'))
  if (lines.length < 2) return lines.map((line) => `/** ${line} */\n`).join('')
  return `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`
}
