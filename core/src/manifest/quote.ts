/** A value in a message: short, on one line, and in backquotes. */
export function quote(value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  const line = shown.replace(/\s+/g, ' ')
  return `\`${line.length > 60 ? `${line.slice(0, 60)}…` : line}\``
}

const MOST_LISTED = 50

/** `a`, `b` or `c`; of very many, the first. */
export function listNames(names: readonly string[], last: 'and' | 'or'): string {
  const quoted = names.slice(0, MOST_LISTED).map(quote)
  if (names.length > MOST_LISTED) return `${quoted.join(', ')} ${last} ${names.length - MOST_LISTED} more`
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1) ?? ''}`
}
