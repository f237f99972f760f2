/**
 * The offset of the first byte that does not continue as UTF-8 (RFC 3629: overlong forms, surrogates and code points
 * beyond U+10FFFF are invalid), if there is one.
 */
export function findInvalidUtf8(bytes: Uint8Array): number | undefined {
  for (let at = 0; at < bytes.length;) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : lengthOfMultiByte(bytes, at)
    if (length === undefined) return at
    at += length
  }
  return undefined
}

interface Sequence {
  readonly length: number
  readonly least: number
  readonly most: number
}

function lengthOfMultiByte(bytes: Uint8Array, at: number): number | undefined {
  const lead = bytes[at] ?? 0
  const sequence = sequenceOf(lead)
  if (!sequence) return undefined
  let codePoint = lead & (0x7f >> sequence.length)
  for (let i = 1; i < sequence.length; i++) {
    const byte = bytes[at + i] ?? 0
    if ((byte & 0xc0) !== 0x80) return undefined
    codePoint = (codePoint << 6) | (byte & 0x3f)
  }
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff
  return codePoint < sequence.least || codePoint > sequence.most || isSurrogate ? undefined : sequence.length
}

function sequenceOf(lead: number): Sequence | undefined {
  if (lead >= 0xc0 && lead <= 0xdf) return { length: 2, least: 0x80, most: 0x7ff }
  if (lead >= 0xe0 && lead <= 0xef) return { length: 3, least: 0x800, most: 0xffff }
  if (lead >= 0xf0 && lead <= 0xf7) return { length: 4, least: 0x10000, most: 0x10ffff }
  return undefined
}
