const LONGEST = '0000:0000:0000:0000:0000:ffff:255.255.255.255'.length
const COLON = 58
const ZERO = 48
const NINE = 57
const A = 97
const LOWER_CASE = 32

/** An IPv4 address is its first two groups of 16 bits, an IPv6 address all eight. */
export interface Address {
  /** Also of an IPv4-mapped IPv6 address, `::ffff:10.0.0.1`. */
  readonly isIpv4: boolean
  readonly groups: readonly number[]
}

/**
 * Reads one address after another into itself, so that it allocates nothing. An IPv4 address is four decimal octets
 * without leading zeros (RFC 6943, 3.1.1, strict), an IPv6 address has the forms of RFC 4291, 2.2, and no zone.
 */
export class AddressReader implements Address {
  readonly groups = [0, 0, 0, 0, 0, 0, 0, 0]
  isIpv4 = false

  /** False when `text` is no address; then the fields mean nothing. */
  read(text: string): boolean {
    if (text.length > LONGEST) return false
    this.isIpv4 = !text.includes(':')
    return this.isIpv4 ? this.#readOctets(text, 0, 0) : this.#readGroups(text)
  }

  #readOctets(text: string, from: number, group: number): boolean {
    let at = from
    for (let octet = 0; octet < 4; octet++) {
      const end = octet < 3 ? text.indexOf('.', at) : text.length
      const value = numberBetween(text, at, end, 10)
      const hasLeadingZero = end > at + 1 && text.charCodeAt(at) === ZERO
      if (value < 0 || value > 255 || hasLeadingZero) return false
      const into = group + (octet >> 1)
      this.groups[into] = octet % 2 > 0 ? (this.groups[into] as number) * 256 + value : value
      at = end + 1
    }
    return true
  }

  #readGroups(text: string): boolean {
    const { groups } = this
    let count = 0
    /** Which group `::` stands before. */
    let gap = text.startsWith('::') ? 0 : -1
    let at = gap < 0 ? 0 : 2
    while (at < text.length) {
      const colon = text.indexOf(':', at)
      if (colon < 0 && text.includes('.', at)) {
        if (count > 6 || !this.#readOctets(text, at, count)) return false
        count += 2
        break
      }
      const end = colon < 0 ? text.length : colon
      const value = numberBetween(text, at, end, 16)
      if (value < 0 || count > 7) return false
      groups[count++] = value
      at = end + 1
      if (text.charCodeAt(at) === COLON) {
        if (gap >= 0) return false
        gap = count
        at++
      } else if (at === text.length) return false
    }
    if (gap < 0 ? count < 8 : count > 7) return false
    if (gap >= 0) this.#fill(gap, count)
    this.#unmap()
    return true
  }

  /** Moves the groups after `gap` to the end. */
  #fill(gap: number, count: number): void {
    let from = count
    for (let to = 7; to >= gap; to--) this.groups[to] = from > gap ? (this.groups[--from] as number) : 0
  }

  #unmap(): void {
    const { groups } = this
    this.isIpv4 = groups[5] === 0xffff && groups.findIndex((group) => group > 0) === 5
    if (this.isIpv4) for (let i = 0; i < 2; i++) groups[i] = groups[i + 6] as number
  }
}

/** Of one to four digits; negative when that is not what is there. */
function numberBetween(text: string, from: number, to: number, radix: number): number {
  if (to <= from || to > from + 4) return -1
  let value = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    const digit = code > NINE ? (code | LOWER_CASE) - A + 10 : code - ZERO
    if (digit < 0 || digit >= radix || (digit < 10 && code > NINE)) return -1
    value = value * radix + digit
  }
  return value
}
