const REPLACEMENT_CHARACTER = 0xfffd

/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain) of a string's UTF-8 bytes, as an unsigned 32-bit integer.
 * Ill-formed code units hash as U+FFFD. Nothing is allocated.
 */
export function murmur3(text: string, seed: number): number {
  const length = text.length
  const tailStart = length - (length % 4)
  let hash = seed
  for (let i = 0; i < tailStart; i += 4) {
    const a = text.charCodeAt(i)
    const b = text.charCodeAt(i + 1)
    const c = text.charCodeAt(i + 2)
    const d = text.charCodeAt(i + 3)
    if ((a | b | c | d) > 0x7f) return murmur3OfUtf8(text, seed)
    hash = mix(hash, a | (b << 8) | (c << 16) | (d << 24))
  }
  let tail = 0
  for (let i = length - 1; i >= tailStart; i--) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return murmur3OfUtf8(text, seed)
    tail = (tail << 8) | unit
  }
  return finish(hash ^ scramble(tail), length)
}

function murmur3OfUtf8(text: string, seed: number): number {
  let hash = seed
  let block = 0
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const point = wellFormed(text.codePointAt(i))
    if (point > 0xffff) i++
    let encoded = encodeUtf8(point)
    for (let left = utf8Length(point); left > 0; left--) {
      block |= (encoded & 0xff) << (8 * (bytes % 4))
      encoded >>>= 8
      bytes++
      if (bytes % 4 === 0) {
        hash = mix(hash, block)
        block = 0
      }
    }
  }
  return finish(hash ^ scramble(block), bytes)
}

function wellFormed(point: number | undefined): number {
  return point === undefined || (point >= 0xd800 && point <= 0xdfff) ? REPLACEMENT_CHARACTER : point
}

function utf8Length(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}

/** The bytes of one code point in one integer, the first byte lowest. */
function encodeUtf8(point: number): number {
  const last = 0x80 | (point & 0x3f)
  const third = 0x80 | ((point >> 6) & 0x3f)
  const second = 0x80 | ((point >> 12) & 0x3f)
  if (point < 0x80) return point
  if (point < 0x800) return 0xc0 | (point >> 6) | (last << 8)
  if (point < 0x10000) return 0xe0 | (point >> 12) | (third << 8) | (last << 16)
  return 0xf0 | (point >> 18) | (second << 8) | (third << 16) | (last << 24)
}

function mix(hash: number, block: number): number {
  const mixed = hash ^ scramble(block)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

function scramble(block: number): number {
  const product = Math.imul(block, 0xcc9e2d51)
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593)
}

function finish(hash: number, bytes: number): number {
  let mixed = hash ^ bytes
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
