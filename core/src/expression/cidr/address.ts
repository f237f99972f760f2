const COLON = 58
const ZERO = 48
const NINE = 57
const A = 97
const LOWER_CASE = 32

/** Eight groups of 16 bits; an IPv4 address is what it is mapped to in IPv6, `::ffff:10.0.0.1`. */
export type Address = readonly number[]

/**
 * Reads one address after another into itself, so that it allocates nothing. An IPv4 address is four decimal octets
 * without leading zeros (RFC 6943, 3.1.1, strict), an IPv6 address has the forms of RFC 4291, 2.2, and no zone.
 */
export class AddressReader {
  readonly address = [0, 0, 0, 0, 0, 0, 0, 0]

  /** False when `text` is no address; then what is held means nothing. */
  read(text: string): boolean {
    const { address } = this
    const end = text.length
    let count = 0
    let at = 0
    /** Which group `::` stands before. */
    let gap = -1
    if (!text.includes(':')) {
      for (; count < 6; count++) address[count] = count < 5 ? 0 : 0xffff
    } else if (text.startsWith('::')) {
      gap = 0
      at = 2
    }
    while (at < end) {
      const colon = text.indexOf(':', at)
      if (count < 7 && colon < 0 && text.includes('.', at)) {
        for (let octet = 0; octet < 4; octet++) {
          const dot = octet < 3 ? text.indexOf('.', at) : end
          const value = numberBetween(text, at, dot, 10)
          if (value < 0) return false
          if (octet % 2 > 0) (address[count++] as number) += value
          else address[count] = value * 256
          at = dot + 1
        }
        break
      }
      const stop = colon < 0 ? end : colon
      const value = numberBetween(text, at, stop, 16)
      if (value < 0 || count > 7) return false
      address[count++] = value
      at = stop + 1
      if (text.charCodeAt(at) === COLON) {
        if (gap >= 0) return false
        gap = count
        at++
      } else if (at === end) return false
    }
    if (gap < 0 || count > 7) return gap < 0 && count > 7
    for (let to = 7; to >= gap; to--) address[to] = count > gap ? (address[--count] as number) : 0
    return true
  }
}

/** A group of one to four hexadecimal digits, or an octet; negative when that is not what is there. */
function numberBetween(text: string, from: number, to: number, radix: number): number {
  let value = to > from && to < from + 5 ? 0 : -1
  for (let at = from; at < to && value >= 0; at++) {
    const code = text.charCodeAt(at)
    const digit = code > NINE ? (code | LOWER_CASE) - A + 10 : code - ZERO
    const isDigit = digit < radix && digit >= (code > NINE ? 10 : 0)
    value = isDigit ? value * radix + digit : -1
  }
  const isOctet = value < 256 && (to < from + 2 || text.charCodeAt(from) > ZERO)
  return radix > 10 || isOctet ? value : -1
}

export function isIpv4(address: Address): boolean {
  return address[5] === 0xffff && address.findIndex((group) => group > 0) === 5
}
