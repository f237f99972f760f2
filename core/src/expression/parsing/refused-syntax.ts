import { startOf, type AstNode } from './jsonata-ast.ts'
import type { ProblemText } from './reduction.ts'

interface Refusal {
  /** As in “… is not part of the language”. */
  readonly name: string
  readonly hint: string
}

const COMPUTE_BEFORE = 'compute the value where the context is made and pass it as an attribute'

export const INSTANT_IS_TEXT = 'an instant is text, with its zone: $after(since, "2026-12-01T00:00:00Z")'

const OPERATORS: Readonly<Record<string, Refusal>> = {
  '+': { name: 'arithmetic (`+`)', hint: COMPUTE_BEFORE },
  '-': { name: 'arithmetic (`-`)', hint: COMPUTE_BEFORE },
  '*': { name: 'arithmetic (`*`)', hint: COMPUTE_BEFORE },
  '/': { name: 'arithmetic (`/`)', hint: COMPUTE_BEFORE },
  '%': { name: 'arithmetic (`%`)', hint: COMPUTE_BEFORE },
  '&': { name: 'joining strings (`&`)', hint: 'for a conjunction write `and`' },
  '..': { name: 'a range (`..`)', hint: 'compare with `>=` and `<=`' },
}

const OBJECT: Refusal = {
  name: 'an object (`{ }`)',
  hint: 'compare its properties one by one: address.country = "DE"',
}

const NODES: Readonly<Record<string, Refusal>> = {
  condition: {
    name: 'the conditional (`? :`, `?:`, `??`)',
    hint: 'write `and`, `or` and $not(…), or two rules',
  },
  lambda: { name: 'a lambda (`function`)', hint: 'write the condition out, or put it in a segment' },
  bind: { name: 'a variable (`:=`)', hint: 'write the condition out, or put it in a segment' },
  apply: { name: 'chaining (`~>`)', hint: 'write the call around its argument: $lowercase(name)' },
  partial: { name: 'partial application (`?`)', hint: 'give every argument' },
  transform: { name: 'a transformation (`| … |`)', hint: 'for a disjunction write `or`' },
  sort: { name: 'sorting (`^`)', hint: 'ask for an item with `in`, or how many there are with $count(…)' },
  wildcard: { name: 'a wildcard (`*`)', hint: 'name the attribute' },
  descendant: { name: 'a wildcard (`**`)', hint: 'name the attribute' },
  parent: { name: 'the parent operator (`%`)', hint: 'name the attribute from the top of the context' },
  regex: {
    name: 'a regular expression anywhere but in $contains',
    hint: 'write it in second place: $contains(email, /@example\\.com$/)',
  },
  object: OBJECT,
}

/** Says of a node that is outside the language what it is called, and what to do instead. */
export function refusedNode({ type, value }: Pick<AstNode, 'type' | 'value'>): ProblemText {
  if (type === 'variable') return refusedVariable(String(value))
  const operator = String(value)
  if (type === 'binary' || type === 'unary') {
    return notInLanguage(operator === '{' ? OBJECT : (OPERATORS[operator] ?? unknownSyntax(operator)))
  }
  return notInLanguage(NODES[type] ?? unknownSyntax(type))
}

function unknownSyntax(name: string): Refusal {
  return {
    name: `\`${name}\``,
    hint: 'a condition is made of =, !=, <, <=, >, >=, in, and, or, and functions',
  }
}

export const REFUSED_SEQUENCE = notInLanguage({
  name: 'several expressions in one (`;`)',
  hint: 'join conditions with `and`',
})
export const REFUSED_PREDICATE = notInLanguage({
  name: 'a predicate (`[ ]`)',
  hint: 'to ask whether a list holds a value write "beta" in groups; a property is behind a dot: headers.`user-agent`',
})

/** `device-type` and `2026-12-01`, which JSONata reads as subtractions; undefined when it is of neither shape. */
export function refusedHyphen(node: AstNode, source: string): ProblemText | undefined {
  const start = startOf(node, source)
  const [instant] = /^\d{4}-\d\d-\d\d[\w:.+-]*/.exec(source.slice(start)) ?? []
  const name = source.slice(start, node.rhs?.steps?.at(-1)?.position).replace(/^\$/, '')
  if (instant === undefined && !/^[\w.]*\w(-\w+)+[\w.]*$/.test(name)) return undefined
  const quoted = name.replaceAll(/[^.]*-[^.]*/g, (part) => `\`${part}\``)
  return {
    code: 'not-in-language',
    message: `${instant ?? name} reads as a subtraction, and arithmetic is not part of the language`,
    hint: instant
      ? INSTANT_IS_TEXT
      : `text goes in double quotes, a name with a hyphen in backquotes: ${quoted}`,
  }
}

export function refusedVariable(name: string): ProblemText {
  return {
    code: 'not-in-language',
    message: `the variable \`$${name}\` is not part of the language`,
    hint: /[^\d$]/.test(name)
      ? `for an attribute write ${name}`
      : 'write the path, or the number, without it: address.country',
  }
}

function notInLanguage({ name, hint }: Refusal): ProblemText {
  return { code: 'not-in-language', message: `${name} is not part of the language`, hint }
}
