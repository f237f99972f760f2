import { formatPath } from '../../../expression/parsing/format-path.ts'

/** Where a string literal is in an expression's source; its beginning when it is not found. */
export function findLiteral(source: string, literal: string): number {
  return Math.max(0, source.indexOf(JSON.stringify(literal)), source.indexOf(`'${literal}'`))
}

/** Where an attribute is named in an expression's source, as a whole; its beginning when it is not found. */
export function findAttribute(source: string, attribute: readonly string[]): number {
  const path = formatPath(attribute).replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  return Math.max(0, withoutStrings(source).search(new RegExp(`(?<![\\w.$\`])${path}(?![\\w.\`])`, 'u')))
}

/** The source with everything inside quotes blanked out, character by character. */
function withoutStrings(source: string): string {
  return source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (literal) => ' '.repeat(literal.length))
}
