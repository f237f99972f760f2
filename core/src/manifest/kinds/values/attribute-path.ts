import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'

/** A path into the evaluation context: `['address', 'country']`. Never empty. */
export type AttributePath = readonly string[]

/** In characters. */
export const MAX_ATTRIBUTE_PATH = 256

/** A path to an attribute: names joined with dots, those with other characters in backquotes. */
export const attributePath = (what: string) => ({
  type: 'string',
  minLength: 1,
  maxLength: MAX_ATTRIBUTE_PATH,
  description: `${what}, such as address.country`,
})

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

/** The attribute that shares are drawn by, or that holds a key. */
export function readAttributePath(
  written = 'targetingKey',
  path: DocumentPath,
  reader: DocumentReader,
): AttributePath {
  const attribute = parseAttributePath(written)
  if (!attribute) reportMalformedPath(written, { path }, reader)
  return attribute ?? []
}

export function reportMalformedPath(
  written: string,
  place: { readonly path: DocumentPath; readonly atKey?: boolean },
  reader: DocumentReader,
): void {
  reader.report({
    code: 'malformed-path',
    message: `\`${written}\` is not the path of an attribute`,
    hint: 'join names with dots, as in address.country; put names with other characters in backquotes',
    ...place,
  })
}
