import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TOKEN_KINDS } from './token-authenticator.ts'
import { describeRefusedToken, generateToken, hashToken, parseTokenKind, readBearerToken } from './token.ts'

describe('a token', () => {
  it.each(TOKEN_KINDS)('of kind %s says so, and is never the same', (kind) => {
    const token = generateToken(kind)

    expect(token).toMatch(new RegExp(`^ek_${kind}_[A-Za-z0-9_-]{49}$`))
    expect(parseTokenKind(token)).toBe(kind)
    expect(generateToken(kind)).not.toBe(token)
  })

  it('is told from one that was copied wrong, wherever the mistake is', () => {
    const token = generateToken('operator')
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom('A', 'b', '0', '_', ''),
        (position, character) => {
          const copied = token.slice(0, position) + character + token.slice(position + 1)
          fc.pre(copied !== token)
          expect(parseTokenKind(copied)).toBeUndefined()
        },
      ),
    )
  })

  it('is nothing else that anyone may send', () => {
    fc.assert(fc.property(fc.string(), (text) => parseTokenKind(text) === undefined))
  })

  it('is kept as its SHA-256', () => {
    expect(hashToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})

describe('readBearerToken', () => {
  it.each(['Bearer x', 'bearer x', 'Bearer   x', 'Bearer x '])('reads %j', (header) => {
    expect(readBearerToken(header)).toBe('x')
  })

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic x',
    'Bearer x y',
    'xBearer y',
    `Bearer ${'x'.repeat(600)}`,
  ])('reads nothing of %j', (header) => {
    expect(readBearerToken(header)).toBeUndefined()
  })
})

describe('describeRefusedToken', () => {
  const token = generateToken('sdk-server')

  it.each([
    [undefined, 'token-missing'],
    ['', 'token-missing'],
    ['Basic dXNlcjpwYXNz', 'token-malformed'],
    [`Bearer ${token.slice(0, -1)}`, 'token-malformed'],
    [`Bearer ${token}`, 'token-unknown'],
    ['Bearer some-token-of-theirs', 'token-unknown'],
  ])('says of %j that it is %s', (header, code) => {
    expect(describeRefusedToken(header).code).toBe(code)
  })

  it('repeats nothing of what was sent', () => {
    for (const header of [`Bearer ${token}`, `Bearer ${token}x`, `Basic ${token}`]) {
      expect(describeRefusedToken(header).detail).not.toContain(token)
    }
  })
})
