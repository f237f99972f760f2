const PLAIN_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u
const KEYWORDS: readonly string[] = ['and', 'or', 'in', 'true', 'false', 'null', 'function']

/** A path as an expression writes it: names of other characters are in backquotes. */
export function formatPath(path: readonly string[]): string {
  return path.map((name) => (isPlainName(name) && !KEYWORDS.includes(name) ? name : `\`${name}\``)).join('.')
}

export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name)
}
