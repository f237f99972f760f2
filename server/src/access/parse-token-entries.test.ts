import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors.ts'
import { parseTokenEntries } from './parse-token-entries.ts'

const sha256 = 'ab'.repeat(32)
const shop = { name: 'shop', kind: 'sdk-server', environment: 'production', sha256 }
const ada = { name: 'ada', kind: 'operator', sha256: 'cd'.repeat(32) }

function problemsOf(value: unknown): readonly string[] {
  try {
    parseTokenEntries(typeof value === 'string' ? value : JSON.stringify(value), 'tokens.json')
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('parseTokenEntries', () => {
  it('reads a list', () => {
    expect(parseTokenEntries(JSON.stringify([shop, ada]), 'tokens.json')).toEqual([
      {
        principal: { name: 'shop', kind: 'sdk-server', environment: 'production' },
        sha256: Buffer.from(sha256, 'hex'),
      },
      { principal: { name: 'ada', kind: 'operator' }, sha256: Buffer.from('cd'.repeat(32), 'hex') },
    ])
  })

  it('reads an empty list', () => {
    expect(parseTokenEntries('[]', 'tokens.json')).toEqual([])
  })

  it.each([
    ['[', 'The tokens file tokens.json is not JSON'],
    [{}, 'The tokens file tokens.json is not a list: write [{"name": …, "kind": …, "sha256": …}]'],
    [['ek_secret'], 'tokens.json: entry 1 is not an object'],
    [
      [{ ...ada, kind: 'root' }],
      'tokens.json: entry 1 needs a "kind": sdk-server, sdk-client, operator, admin',
    ],
    [[{ ...ada, name: '' }], 'tokens.json: entry 1 needs a "name", for logs'],
    [[shop, { ...ada, name: 'shop' }], 'tokens.json: entry 2 has the name "shop" of an earlier one'],
    [
      [{ ...ada, environment: 'x' }],
      'tokens.json: entry 1 must not have an "environment": only the tokens of SDKs are for one',
    ],
    [
      [{ ...shop, environment: undefined }],
      'tokens.json: entry 1 needs an "environment": a token of kind sdk-server is good for one',
    ],
    [
      [{ ...ada, environments: [] }],
      'tokens.json: entry 1 has an unknown field "environments"; there are name, kind, environment, sha256',
    ],
  ])('refuses %j', (value, problem) => {
    expect(problemsOf(value)).toEqual([problem])
  })

  it.each(['ek_operator_secret', sha256.toUpperCase(), sha256.slice(1), 1, null])(
    'refuses %j for a hash, without repeating it',
    (value) => {
      expect(problemsOf([{ ...ada, sha256: value }])).toEqual([
        'tokens.json: entry 1 needs a "sha256": the token\'s SHA-256 as 64 lower-case hexadecimal digits',
      ])
    },
  )

  it('reports every problem of every entry', () => {
    expect(problemsOf([{}, shop, null])).toHaveLength(4)
  })
})
