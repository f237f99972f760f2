import { encodeUtf8 } from '../utf8.ts'

const MOST_ASCII = 0x7f
const MOST_IN_BYTE = 0xff

/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain) of a string's UTF-8 bytes, as a signed 32-bit integer,
 * which V8 keeps without a box. Ill-formed code units hash as U+FFFD. Nothing is allocated for ASCII.
 */
export function murmur3(text: string, seed: number): number {
  return hashUnits(text, seed, MOST_ASCII)
}

/** Of a string whose code units are bytes; of its UTF-8 bytes when one is above `most`. */
function hashUnits(text: string, seed: number, most: number): number {
  const length = text.length
  const tailStart = length - (length % 4)
  let hash = seed
  let tail = 0
  let seen = 0
  for (let i = 0; i < tailStart; i += 4) {
    const a = text.charCodeAt(i)
    const b = text.charCodeAt(i + 1)
    const c = text.charCodeAt(i + 2)
    const d = text.charCodeAt(i + 3)
    seen |= a | b | c | d
    hash = mix(hash, a | (b << 8) | (c << 16) | (d << 24))
  }
  for (let i = length - 1; i >= tailStart; i--) {
    const unit = text.charCodeAt(i)
    seen |= unit
    tail = (tail << 8) | unit
  }
  return seen > most ? hashUnits(byteString(text), seed, MOST_IN_BYTE) : finish(hash ^ scramble(tail), length)
}

/** One code unit for each byte of the text's UTF-8. */
function byteString(text: string): string {
  return encodeUtf8(text).reduce((bytes, byte) => bytes + String.fromCharCode(byte), '')
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
  return mixed ^ (mixed >>> 16)
}
