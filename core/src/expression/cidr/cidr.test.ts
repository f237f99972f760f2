import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { canonicalBlock, explainBlock } from '../parsing/calls/cidr-block.ts'
import { AddressReader, isIpv4, type Address } from './address.ts'
import { isInSome, parseBlock } from './block.ts'

/* `ipaddr.js` decides what an address means, and what is in a block; it also takes forms that are too loose for us. */

const octets = fc.array(fc.constantFrom(0, 0, 1, 10, 127, 192, 255), { minLength: 4, maxLength: 4 })
const ipv4 = octets.map((parts) => parts.join('.'))
const groups = fc.array(fc.constantFrom(0, 0, 0, 1, 0xdb8, 0x2001, 0xffff), { minLength: 8, maxLength: 8 })
const ipv6 = fc
  .tuple(groups, fc.boolean(), fc.nat(7), fc.nat(7), fc.option(ipv4, { nil: undefined, freq: 1 }))
  .map(([parts, upper, from, length, tail]) => {
    const last = tail === undefined ? 8 : 6
    const written = parts.slice(0, last).map((part) => part.toString(16))
    const text = upper ? written.map((part) => part.toUpperCase()) : written
    const all = tail === undefined ? text : [...text, tail]
    if (from + length > last || length === 0) return all.join(':')
    return `${all.slice(0, from).join(':')}::${all.slice(from + length).join(':')}`
  })
const mapped = ipv4.map((address) => `::ffff:${address}`)
const addresses = fc.oneof(ipv4, ipv6, mapped)
const nearAddresses = fc.oneof(
  addresses,
  fc.stringMatching(/^[0-9a-fA-F:.]{0,24}$/),
  fc
    .tuple(
      addresses,
      fc.nat(20),
      fc.constantFrom(':', '::', '.', '0', 'g', '@', '`', ' ', '%1', '/', '-', ''),
    )
    .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at)),
)

function read(text: string): Address | undefined {
  const reader = new AddressReader()
  return reader.read(text) ? reader.address : undefined
}

/** `::10.0.0.1` is the IPv6 address that it says (RFC 4291, 2.5.5.1), which ipaddr.js takes for `::ffff:10.0.0.1`. */
function theirs(source: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const text = source.replace(/^::(?=\d+\.)/, '0::')
  const isStrict = !/(^|[.:])0\d+\./.test(text) && !/\.0\d/.test(text) && !/[%xX]/.test(text)
  const isIpv4 = ipaddr.IPv4.isValidFourPartDecimal(text)
  return isStrict && (isIpv4 || (text.includes(':') && ipaddr.IPv6.isValid(text)))
    ? ipaddr.process(text)
    : undefined
}

function bytesOf(address: Address): number[] {
  return address.slice(isIpv4(address) ? 6 : 0).flatMap((group) => [group >> 8, group & 0xff])
}

describe('addresses', () => {
  it('are what ipaddr.js takes for one, and mean the same', () => {
    let valid = 0
    fc.assert(
      fc.property(nearAddresses, (text) => {
        const address = read(text)
        if (address !== undefined) valid++
        expect(address && bytesOf(address), text).toEqual(theirs(text)?.toByteArray())
      }),
      { numRuns: 5000 },
    )
    expect(valid).toBeGreaterThan(1500)
  })

  it.each([
    ['0.0.0.0', [0, 0, 0, 0]],
    ['255.255.255.255', [255, 255, 255, 255]],
    ['::ffff:10.0.0.1', [10, 0, 0, 1]],
    ['::FFFF:A00:1', [10, 0, 0, 1]],
    ['0:0:0:0:0:ffff:10.0.0.1', [10, 0, 0, 1]],
    ['::', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['::1', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['1::', [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['64:ff9b::10.0.0.1', [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1]],
  ])('%s', (text, bytes) => expect(bytesOf(read(text)!)).toEqual(bytes))

  it.each([
    '',
    '10.0.0',
    '10.0.0.0.1',
    '10.0.0.256',
    '10.0.0.01',
    '010.0.0.1',
    '0x0a.0.0.1',
    '167772161',
    '10.0.0.1 ',
    '10.0.0.1/8',
    '10.0.0.',
    '.10.0.0.1',
    ':',
    ':::',
    '1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '1::2::3',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    '12345::',
    'g::',
    '@::',
    'fe80::1%eth0',
    '[::1]',
    '::10.0.0.1:1',
    '1:2:3:4:5:6:7:10.0.0.1',
    '::ffff:10.0.0.01',
    'localhost',
    `${'0'.repeat(60)}::1`,
  ])('are not %j', (text) => expect(read(text)).toBeUndefined())

  it('are read one after another by one reader', () => {
    const reader = new AddressReader()

    expect(reader.read('2001:db8:1:2:3:4:5:6')).toBe(true)
    expect(reader.read('2001:db8::6')).toBe(true)
    expect(bytesOf(reader.address)).toEqual(ipaddr.parse('2001:db8::6').toByteArray())
    expect(reader.read('10.0.0.1')).toBe(true)
    expect(bytesOf(reader.address)).toEqual([10, 0, 0, 1])
  })
})

describe('blocks', () => {
  it('hold what ipaddr.js says they hold', () => {
    let held = 0
    const prefixes = fc.oneof(fc.nat(128), fc.constantFrom(0, 8, 16, 24, 31, 32, 48, 64, 127, 128))
    fc.assert(
      fc.property(addresses, addresses, prefixes, (text, base, bits) => {
        const parsed = ipaddr.process(base)
        const prefix = parsed.kind() === 'ipv4' ? bits % 33 : bits
        const network = (parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(
          `${parsed.toString()}/${prefix}`,
        )
        const block = canonicalBlock(`${network.toString()}/${prefix}`)!
        const address = ipaddr.process(text)
        const expected = address.kind() === network.kind() && address.match(network, prefix)
        if (expected) held++
        expect(isInSome(read(text)!, [parseBlock(block)]), `${text} in ${block}`).toBe(expected)
      }),
      { numRuns: 3000 },
    )
    expect(held).toBeGreaterThan(150)
  })

  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.1.2.3/32', '10.1.2.3/32'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::/0', '::/0'],
    ['2001:DB8:0:0:0:0:0:0/32', '2001:db8::/32'],
    ['2001:db8:0:0:1:0:0:0/80', '2001:db8:0:0:1::/80'],
    ['0:0:1:0:0:0:1:0/112', '0:0:1::1:0/112'],
    ['1:0:2:0:3:0:4:0/112', '1:0:2:0:3:0:4:0/112'],
    ['1:0:0:2:0:0:3:0/112', '1::2:0:0:3:0/112'],
    ['::1/128', '::1/128'],
  ])('%s has the canonical form %s', (source, canonical) => {
    expect(canonicalBlock(source)).toBe(canonical)
    expect(canonicalBlock(canonical)).toBe(canonical)
  })

  it('are written as ipaddr.js writes their addresses', () => {
    fc.assert(
      fc.property(ipv6, (text) => {
        const address = ipaddr.process(text)
        const isIpv6 = address instanceof ipaddr.IPv6
        const canonical = isIpv6 ? `${address.toRFC5952String()}/128` : `${address.toString()}/32`
        expect(canonicalBlock(`${text}/128`)).toBe(canonical)
      }),
      { numRuns: 1000 },
    )
  })

  it('of IPv4 hold IPv4-mapped addresses, and those of IPv6 none of them', () => {
    const isIn = (address: string, block: string) => isInSome(read(address)!, [parseBlock(block)])

    expect(isIn('::ffff:10.1.2.3', '10.0.0.0/8')).toBe(true)
    expect(isIn('10.1.2.3', canonicalBlock('::ffff:10.0.0.0/104')!)).toBe(true)
    expect(isIn('::ffff:10.1.2.3', '::/0')).toBe(false)
    expect(isIn('10.1.2.3', '::/0')).toBe(false)
    expect(isIn('::1', '0.0.0.0/0')).toBe(false)
    expect(isIn('::10.1.2.3', '::/0')).toBe(true)
  })

  it.each([
    ['10.0.0.1/8', 'has bits set after the first 8', 'write "10.0.0.0/8", or for one address "10.0.0.1/32"'],
    [
      '2001:db8::1/32',
      'has bits set after the first 32',
      'write "2001:db8::/32", or for one address "2001:db8::1/128"',
    ],
    [
      '::ffff:10.0.0.1/104',
      'has bits set after the first 8',
      'write "10.0.0.0/8", or for one address "10.0.0.1/32"',
    ],
    [
      '10.0.0.1',
      'is not a block',
      'say how many bits its addresses begin with: for one address "10.0.0.1/32"',
    ],
    ['::1', 'is not a block', 'say how many bits its addresses begin with: for one address "::1/128"'],
    ['10.0.0.0-10.0.1.255', 'is not a block', 'write the blocks that the range consists of'],
    ['10.0.0.0/255.0.0.0', 'is not a block', 'write how many bits the mask has'],
    ['fe80::%eth0/10', 'is not a block', 'a zone (%eth0)'],
    ['10.0.0.0/33', 'is not a block', 'as in "10.0.0.0/8"'],
    ['::/129', 'is not a block', 'as in "10.0.0.0/8"'],
    ['::ffff:0:0/90', 'is not a block', 'as in "10.0.0.0/8"'],
    ['10.0.0.0/08', 'is not a block', 'as in "10.0.0.0/8"'],
    ['10/8', 'is not a block', 'as in "10.0.0.0/8"'],
    ['10.*', 'is not a block', 'as in "10.0.0.0/8"'],
    ['', 'is not a block', 'as in "10.0.0.0/8"'],
  ])('are not %j', (source, message, hint) => {
    expect(canonicalBlock(source)).toBeUndefined()
    expect(explainBlock(source)).toMatchObject({ code: 'invalid-block' })
    expect(explainBlock(source).message).toContain(message)
    expect(explainBlock(source).hint).toContain(hint)
  })

  it.each(['', '10.0.0.0', '10.0.0/8', 'x/8'])('are not read from %j, which no parser made', (block) => {
    expect(() => parseBlock(block)).toThrow(new TypeError(`"${block}" is not a block`))
  })
})
