import ipaddr from 'ipaddr.js'
import { AddressReader, isIpv4, type Address } from '../../cidr/address.ts'
import type { Block } from '../../cidr/block.ts'
import type { ProblemText } from '../reduction.ts'

/** IPv4 addresses are the last of so many bits. */
const BITS = 128
const MAPPED_BITS = 96

/**
 * Writes a block in the canonical form that an Expression describes: `10.0.0.0/8`, `2001:db8::/32`. A block of
 * IPv4-mapped addresses is the IPv4 block that it means. Undefined when `source` is none, or has bits set after its prefix.
 */
export function canonicalBlock(source: string): string | undefined {
  const block = parse(source)
  if (block === undefined) return undefined
  const network = networkOf(block)
  return network.address.every((group, i) => group === block.address[i]) ? write(network) : undefined
}

export function explainBlock(source: string): ProblemText {
  const code = 'invalid-block'
  const block = parse(source)
  if (block !== undefined) {
    const bits = block.bits - (isIpv4(block.address) ? MAPPED_BITS : 0)
    const message = `"${source}" has bits set after the first ${bits}, which say nothing`
    const hint = `write "${write(networkOf(block))}", or for one address "${whole(block.address)}"`
    return { code, message, hint }
  }
  const message = `"${source}" is not a block of IP addresses`
  return { code, message, hint: hintFor(source) }
}

function parse(source: string): Block | undefined {
  const [, text = '', prefix] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(source) ?? []
  const address = parseAddress(text)
  if (address === undefined) return undefined
  const bits = Number(prefix) + (text.includes(':') ? 0 : MAPPED_BITS)
  const least = isIpv4(address) ? MAPPED_BITS : 0
  return bits >= least && bits <= BITS ? { address, bits } : undefined
}

function parseAddress(text: string): Address | undefined {
  const reader = new AddressReader()
  return reader.read(text) ? reader.address : undefined
}

function networkOf({ address, bits }: Block): Block {
  const kept = address.map((group, i) => group & ~(0xffff >> Math.min(16, Math.max(0, bits - 16 * i))))
  return { address: kept, bits }
}

function whole(address: Address): string {
  return write({ address, bits: BITS })
}

/** IPv6 as RFC 5952 has it. */
function write({ address, bits }: Block): string {
  const written = new ipaddr.IPv6([...address])
  return isIpv4(address)
    ? `${written.toIPv4Address().toString()}/${bits - MAPPED_BITS}`
    : `${written.toRFC5952String()}/${bits}`
}

function hintFor(source: string): string {
  const address = parseAddress(source)
  if (address !== undefined)
    return `say how many bits its addresses begin with: for one address "${whole(address)}"`
  if (source.includes('%')) return 'a zone (%eth0) means something on one machine only; leave it out'
  if (/^[\w.:]+\s*-\s*[\w.:]+$/.test(source)) {
    return 'write the blocks that the range consists of, as in $cidr(ip, "10.0.0.0/24", "10.0.1.0/25")'
  }
  if (/\/\d+\.\d+\.\d+\.\d+$/.test(source)) return 'write how many bits the mask has: "10.0.0.0/8"'
  return 'write an address and how many of its bits count, as in "10.0.0.0/8" or "2001:db8::/32"'
}
