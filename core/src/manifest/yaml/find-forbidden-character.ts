import type { YamlProblem } from './yaml-node.ts'

/* eslint-disable-next-line no-control-regex -- control characters are what this looks for */
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufeff]|\r(?!\n)/

/** The first character that has no business in a document; a byte order mark at the start is already gone. */
export function findForbiddenCharacter(text: string): YamlProblem | undefined {
  const match = FORBIDDEN.exec(text)
  if (!match) return undefined
  const offset = match.index
  if (match[0] === '\r') {
    return {
      code: 'lone-carriage-return',
      message: 'a carriage return stands without a line feed, so editors disagree about where lines end',
      hint: 'end lines with LF or CRLF',
      offset,
    }
  }
  if (match[0] === '\ufeff') {
    return {
      code: 'byte-order-mark',
      message: 'a byte order mark (U+FEFF) stands inside the file; it may only be its first character',
      hint: 'delete it; in a string write "\\uFEFF"',
      offset,
    }
  }
  const name = `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return {
    code: 'control-character',
    message: `the control character ${name} is not allowed`,
    hint: 'delete it, or write it as an escape in a double-quoted string',
    offset,
  }
}
