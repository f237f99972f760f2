/** What we read of the nodes that JSONata's parser makes. `position` is where the node's token ends. */
export interface AstNode {
  readonly type: string
  readonly value?: string | number | boolean | null | RegExp
  readonly position?: number
  readonly steps?: readonly AstNode[]
  readonly lhs?: AstNode
  readonly rhs?: AstNode
  /** Of a list or a block. */
  readonly expressions?: readonly AstNode[]
  readonly procedure?: AstNode
  readonly arguments?: readonly AstNode[]
  readonly predicate?: unknown
  readonly stages?: unknown
  readonly group?: unknown
  readonly keepArray?: boolean
  /** The variable that a step of a path binds with `@`. */
  readonly focus?: string
  /** The variable that a step of a path binds with `#`. */
  readonly index?: string
}

/** Where an expression begins in its source. */
export function startOf(node: AstNode, source: string): number {
  const first = node.steps?.[0] ?? (node.type === 'binary' ? node.lhs : node.procedure)
  return first === undefined ? startOfToken(node, source) : startOf(first, source)
}

/** Where the token begins that a node was made from: for an operation, its operator. */
export function startOfToken({ type, value, position = 0 }: AstNode, source: string): number {
  const before = source.slice(0, position)
  const quote = before.at(-1)
  if (type === 'string' || (type === 'name' && quote === '`')) return openingQuote(before)
  if (type === 'number') return position - (/\d[\d.]*(?:[eE][-+]?\d+)?$/.exec(before)?.[0].length ?? 1)
  if (type === 'variable') return position - String(value).length - 1
  if (value instanceof RegExp) return position - value.source.length - 2
  return Math.max(0, position - (value === undefined ? 1 : String(value).length))
}

function openingQuote(text: string): number {
  const quote = text.at(-1) ?? ''
  for (let i = text.length - 2; i >= 0; i--) {
    if (text[i] === quote && (quote === '`' || !isEscaped(text, i))) return i
  }
  return 0
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}
