/** A value in a message: short, on one line, and in backquotes. */
export function quote(value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  const line = shown.replace(/\s+/g, ' ')
  return `\`${line.length > 60 ? `${line.slice(0, 60)}…` : line}\``
}

/** `a`, `b` or `c` */
export function listNames(names: readonly string[], last: 'and' | 'or'): string {
  const quoted = names.map(quote)
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1) ?? ''}`
}
