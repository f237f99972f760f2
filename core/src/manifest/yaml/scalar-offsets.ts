import { SCALAR_STYLE, type ScalarEvent } from 'js-yaml'

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/**
 * Where each UTF-16 code unit of a scalar's value comes from: offsets into the text, one for each unit of the value
 * and one more for its end. Follows the folding and chomping rules of YAML 1.2.2, chapters 7 and 8.
 */
export function scalarOffsets(text: string, scalar: ScalarEvent): readonly number[] {
  if (scalar.valueStart < 0) return [0]
  const isBlock = scalar.style === SCALAR_STYLE.LITERAL_BLOCK || scalar.style === SCALAR_STYLE.FOLDED_BLOCK
  return isBlock ? blockOffsets(text, scalar) : flowOffsets(text, scalar)
}

function flowOffsets(text: string, scalar: ScalarEvent): number[] {
  const { style, valueEnd } = scalar
  const offsets: number[] = []
  /** Length of the value up to which white space is not dropped before a line break. */
  let kept = 0
  let at = scalar.valueStart
  while (at < valueEnd) {
    const char = text[at] ?? ''
    if (char === '\n' || char === '\r') {
      offsets.length = kept
      const fold = skipBreaks(text, at, valueEnd)
      for (let i = 0; i < Math.max(1, fold.breaks - 1); i++) offsets.push(at)
      at = fold.end
      kept = offsets.length
    } else if (char === '\\' && style === SCALAR_STYLE.DOUBLE_QUOTED) {
      at = readEscape(text, at, valueEnd, offsets)
      kept = offsets.length
    } else {
      offsets.push(at)
      at += char === "'" && style === SCALAR_STYLE.SINGLE_QUOTED ? 2 : 1
      if (char !== ' ' && char !== '\t') kept = offsets.length
    }
  }
  offsets.push(valueEnd)
  return offsets
}

function readEscape(text: string, at: number, end: number, offsets: number[]): number {
  const escaped = text[at + 1] ?? ''
  if (escaped === '\n' || escaped === '\r') return skipBreaks(text, at + 1, end).end
  const digits = HEX_DIGITS[escaped] ?? 0
  offsets.push(at)
  if (digits > 0 && parseInt(text.slice(at + 2, at + 2 + digits), 16) > 0xffff) offsets.push(at)
  return at + 2 + digits
}

function skipBreaks(text: string, from: number, end: number): { end: number; breaks: number } {
  let at = from
  let breaks = 0
  for (; at < end; at++) {
    const char = text[at]
    if (char === '\n') breaks++
    else if (char !== ' ' && char !== '\t' && char !== '\r') break
  }
  return { end: at, breaks }
}

function blockOffsets(text: string, scalar: ScalarEvent): number[] {
  const folded = scalar.style === SCALAR_STYLE.FOLDED_BLOCK
  const indent = Math.max(scalar.indent, 0)
  const offsets: number[] = []
  let emptyLines = 0
  let hasContent = false
  let wasIndented = false
  for (const line of linesOf(text, scalar.valueStart, scalar.valueEnd)) {
    const isEmpty = scalar.indent < 0 || leadingSpaces(text, line, indent) >= line.end - line.start
    if (isEmpty) {
      emptyLines++
      continue
    }
    const contentStart = line.start + indent
    const isIndented = text[contentStart] === ' ' || text[contentStart] === '\t'
    const keepsBreaks = !folded || isIndented || wasIndented
    const joins = hasContent ? (keepsBreaks ? emptyLines + 1 : Math.max(1, emptyLines)) : emptyLines
    for (let i = 0; i < joins; i++) offsets.push(Math.max(contentStart - 1, scalar.valueStart))
    for (let at = contentStart; at < line.end; at++) offsets.push(at)
    hasContent = true
    wasIndented = isIndented
    emptyLines = 0
  }
  offsets.push((offsets.at(-1) ?? scalar.valueStart - 1) + 1)
  return offsets
}

function* linesOf(text: string, from: number, end: number): Generator<{ start: number; end: number }> {
  let start = from
  while (start < end) {
    const found = text.indexOf('\n', start)
    const lineBreak = found === -1 || found >= end ? end : found
    yield { start, end: text[lineBreak - 1] === '\r' && lineBreak > start ? lineBreak - 1 : lineBreak }
    start = lineBreak + 1
  }
}

function leadingSpaces(text: string, line: { start: number; end: number }, most: number): number {
  let count = 0
  while (count < most && line.start + count < line.end && text[line.start + count] === ' ') count++
  return count
}
