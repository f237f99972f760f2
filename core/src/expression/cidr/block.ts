import { AddressReader, type Address } from './address.ts'

/** All addresses of one family that begin with the same bits. */
export interface Block extends Address {
  /** How many bits are the same. */
  readonly prefix: number
}

/** Reads the canonical form that `$cidr` has in an Expression. Throws a TypeError on anything else. */
export function parseBlock(block: string): Block {
  const [address = '', prefix] = block.split('/')
  const reader = new AddressReader()
  if (prefix === undefined || !reader.read(address)) throw new TypeError(`"${block}" is not a block`)
  return { isIpv4: reader.isIpv4, groups: reader.groups, prefix: Number(prefix) }
}

/** IPv4-mapped addresses are IPv4 addresses: they are in IPv4 blocks and in no IPv6 block, not even `::/0`. */
export function isInSome(address: Address, blocks: readonly Block[]): boolean {
  for (const block of blocks) {
    if (address.isIpv4 === block.isIpv4 && beginAlike(address, block)) return true
  }
  return false
}

function beginAlike({ groups: a }: Address, { groups: b, prefix }: Block): boolean {
  for (let i = 0, bits = prefix; bits > 0; i++, bits -= 16) {
    const difference = (a[i] as number) ^ (b[i] as number)
    if (difference >> Math.max(0, 16 - bits) > 0) return false
  }
  return true
}
