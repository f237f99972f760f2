const REPLACEMENT_CHARACTER = 0xfffd
/** What UTF-8 marks the first byte of a code point with, by how many bytes follow it. */
const FIRST_BYTES = [0, 0xc0, 0xe0, 0xf0] as const

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
    const point = wellFormed(text.codePointAt(i) as number)
    if (point > 0xffff) i++
    const last = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3
    for (let left = last; left >= 0; left--) {
      const bits = point >> (6 * left)
      block |= (left < last ? 0x80 | (bits & 0x3f) : FIRST_BYTES[last] | bits) << (8 * (bytes % 4))
      bytes++
      if (bytes % 4 === 0) {
        hash = mix(hash, block)
        block = 0
      }
    }
  }
  return finish(hash ^ scramble(block), bytes)
}

function wellFormed(point: number): number {
  return point >= 0xd800 && point <= 0xdfff ? REPLACEMENT_CHARACTER : point
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
