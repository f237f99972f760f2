/**
 * A document that could not be parsed, as far as it can be told which one it is. Nobody is told that what it may
 * have defined does not exist.
 */
export interface BrokenDocument {
  readonly kind?: string
  readonly name?: string
}

/** The documents that a text which is not YAML was probably meant to hold. */
export function guessDocuments(text: string): BrokenDocument[] {
  return text
    .split(/^---/m)
    .filter((part) => part.trim() !== '')
    .map(guessDocument)
}

const KIND_LINE = /^kind:[ \t]*["']?(\w+)/
const NAME_LINE = /^[ \t]+name:[ \t]*["']?([^\s"'#]+)/

function guessDocument(text: string): BrokenDocument {
  let kind: string | undefined
  let name: string | undefined
  let isMetadata = false
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) isMetadata = line.startsWith('metadata:')
    kind ??= KIND_LINE.exec(line)?.[1]
    if (isMetadata) name ??= NAME_LINE.exec(line)?.[1]
  }
  return { ...(kind !== undefined && { kind }), ...(name !== undefined && { name }) }
}
