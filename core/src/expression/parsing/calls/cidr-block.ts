import { AddressReader, type Address } from '../../cidr/address.ts'
import type { Block } from '../../cidr/block.ts'
import type { ProblemText } from '../reduction.ts'

/**
 * Writes a block in the canonical form that an Expression describes: `10.0.0.0/8`, `2001:db8::/32`. A block of
 * IPv4-mapped addresses is the IPv4 block that it means. Undefined when `source` is none, or has bits set after its prefix.
 */
export function canonicalBlock(source: string): string | undefined {
  const block = parse(source)
  if (block === undefined) return undefined
  const network = networkOf(block)
  return network.groups.every((group, i) => group === block.groups[i]) ? write(network) : undefined
}

export function explainBlock(source: string): ProblemText {
  const code = 'invalid-block'
  const block = parse(source)
  if (block !== undefined) {
    const message = `"${source}" has bits set after the first ${block.prefix}, which say nothing`
    return { code, message, hint: `write "${write(networkOf(block))}", or for one address "${whole(block)}"` }
  }
  const message = `"${source}" is not a block of IP addresses`
  return { code, message, hint: hintFor(source) }
}

function parse(source: string): Block | undefined {
  const [, address = '', digits = ''] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(source) ?? []
  const found = parseAddress(address)
  if (found === undefined) return undefined
  const isMapped = found.isIpv4 && address.includes(':')
  const prefix = Number(digits) - (isMapped ? 96 : 0)
  return prefix >= 0 && prefix <= sizeOf(found) ? { ...found, prefix } : undefined
}

function parseAddress(text: string): Address | undefined {
  const reader = new AddressReader()
  if (!reader.read(text)) return undefined
  const { isIpv4, groups } = reader
  return { isIpv4, groups: groups.slice(0, isIpv4 ? 2 : 8) }
}

function sizeOf({ isIpv4 }: Address): number {
  return isIpv4 ? 32 : 128
}

function networkOf({ isIpv4, groups, prefix }: Block): Block {
  const kept = groups.map((group, i) => group & ~(0xffff >> Math.min(16, Math.max(0, prefix - 16 * i))))
  return { isIpv4, groups: kept, prefix }
}

function whole(address: Address): string {
  return write({ ...address, prefix: sizeOf(address) })
}

function write({ isIpv4, groups, prefix }: Block): string {
  return `${isIpv4 ? writeOctets(groups) : writeGroups(groups)}/${prefix}`
}

function writeOctets(groups: readonly number[]): string {
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.')
}

/** RFC 5952: lower case, no leading zeros, `::` for the first of the longest runs of two or more zeros. */
function writeGroups(groups: readonly number[]): string {
  const written = groups.map((group) => group.toString(16)).join(':')
  const runs = written.match(/\b0(?::0)+\b/g) ?? []
  const [longest] = runs.toSorted((a, b) => b.length - a.length)
  if (longest === undefined) return written
  const at = written.search(new RegExp(`\\b${longest}\\b`))
  const [before, after] = [written.slice(0, at), written.slice(at + longest.length)]
  return `${before.slice(0, -1)}::${after.slice(1)}`
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
