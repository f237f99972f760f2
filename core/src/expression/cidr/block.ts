import { AddressReader, isIpv4, type Address } from './address.ts'

/** All addresses of one family that begin with the same bits. */
export interface Block {
  readonly address: Address
  /** How many bits are the same, out of 128. */
  readonly bits: number
}

/** Reads the canonical form that `$cidr` has in an Expression. Throws a TypeError on anything else. */
export function parseBlock(block: string): Block {
  const [text = '', prefix] = block.split('/')
  const reader = new AddressReader()
  if (prefix === undefined || !reader.read(text)) throw new TypeError(`"${block}" is not a block`)
  const { address } = reader
  return { address, bits: Number(prefix) + (isIpv4(address) ? 96 : 0) }
}

/** IPv4-mapped addresses are IPv4 addresses: they are in IPv4 blocks and in no IPv6 block, not even `::/0`. */
export function isInSome(address: Address, blocks: readonly Block[]): boolean {
  for (const block of blocks) {
    if (beginAlike(address, block) && (block.bits > 95 || !isIpv4(address))) return true
  }
  return false
}

function beginAlike(a: Address, { address: b, bits }: Block): boolean {
  for (let i = 0; i * 16 < bits; i++) {
    if (((a[i] as number) ^ (b[i] as number)) >> Math.max(0, 16 * (i + 1) - bits)) return false
  }
  return true
}
