import type { AttributePath } from '../../kinds/flag.ts'

const NAME = /^(?:`([^`]+)`|([^.`\s]+))(?:\.(?=.)|$)/

/** `address.country`, with names that hold other characters in backquotes; `undefined` when it is no path. */
export function parseAttributePath(text: string): AttributePath | undefined {
  const names: string[] = []
  for (let rest = text; rest !== '';) {
    const match = NAME.exec(rest)
    if (!match) return undefined
    names.push(match[1] ?? match[2] ?? '')
    rest = rest.slice(match[0].length)
  }
  return names.length === 0 ? undefined : names
}
