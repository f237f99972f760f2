import { describe, expect, it } from 'vitest'
import { compileExpression } from './compile-expression.ts'
import { ContextFault } from './context-fault.ts'
import type { Expression } from './expression.ts'
import { parseExpression } from './parsing/parse-expression.ts'

const scope = { segment: (name: string) => () => name === 'staff' }

function evaluate(source: string, context: object): unknown {
  const { tree, problems } = parseExpression(source)
  if (tree === undefined) throw new Error(problems[0]?.message)
  return compileExpression(tree, scope)(context)
}

describe('what a missing attribute means', () => {
  it.each([
    ['plan = "pro"', false],
    ['plan != "pro"', false],
    ['plan != other', false],
    ['plan in ["pro"]', false],
    ['plan in ["1", "2", "3", "4", "5", "6", "7", "8"]', false],
    ['"pro" in plans', false],
    ['plan in plans', false],
    ['$intersects(plans, ["pro"])', false],
    ['$exists(plan)', false],
    ['$count(plans) = 0', true],
    ['age < 5', undefined],
    ['age >= 5', undefined],
    ['$not(beta)', undefined],
    ['$not(beta = true)', true],
    ['$boolean(beta)', undefined],
    ['$lowercase(plan) = "pro"', false],
    ['$length(plan) < 5', undefined],
    ['$number(plan) < 5', undefined],
    ['$string(plan) < "5"', undefined],
    ['$contains(plan, "p")', undefined],
    ['$startsWith(plan, "p")', undefined],
    ['$endsWith("pro", plan)', undefined],
    ['$semver(version, "1.x")', undefined],
    ['$cidr(ip, "10.0.0.0/8")', undefined],
    ['address.country = "DE"', false],
    ['age < 5 or $exists(plan)', false],
  ])('%s', (source, expected) => {
    expect(evaluate(source, {})).toBe(expected)
    expect(evaluate(source, { plan: undefined, age: NaN, version: () => '1.0.0', address: null })).toBe(
      expected,
    )
  })
})

describe('a value of the wrong type', () => {
  it.each([
    ['age < 5', { age: '4' }],
    ['age < "5"', { age: 4 }],
    ['age < other', { age: true, other: false }],
    ['age >= 5', { age: [5] }],
    ['$contains(plan, "p")', { plan: 5 }],
    ['$startsWith(plan, prefix)', { plan: 'pro', prefix: null }],
    ['$length(plan) < 5', { plan: ['pro'] }],
    ['$number(plan) < 5', { plan: 'four' }],
    ['$semver(version, "1.x")', { version: 1 }],
    ['$semver(version, "1.x")', { version: '1.2' }],
    ['$cidr(ip, "10.0.0.0/8")', { ip: 167772161 }],
    ['$cidr(ip, "10.0.0.0/8")', { ip: '10.0.0.01' }],
  ])('%s is undefined for %o', (source, context) => {
    expect(evaluate(source, context)).toBeUndefined()
  })
})

describe('comparisons', () => {
  it('order strings by code point, where JavaScript has UTF-16 code units', () => {
    expect(evaluate('a < b', { a: '\u{ff5e}', b: '\u{1f600}' })).toBe(true)
    expect(evaluate('a > b', { a: '\u{ff5e}', b: '\u{1f600}' })).toBe(false)
    expect(evaluate('a < b', { a: 'ab', b: 'abc' })).toBe(true)
    expect(evaluate('a <= b', { a: 'abc', b: 'abc' })).toBe(true)
    expect(evaluate('a >= b', { a: '\u{1f600}a', b: '\u{1f600}b' })).toBe(false)
  })

  it('see a scalar in a short list and in a long one alike', () => {
    const long = 'plan in ["a", "b", "c", "d", "e", "f", "g", 8, null, true]'
    for (const source of [long, 'plan in ["a", 8, null, true]']) {
      for (const plan of ['a', 8, null, true]) expect(evaluate(source, { plan })).toBe(true)
      for (const plan of ['z', '8', 0, false, ['a'], {}]) expect(evaluate(source, { plan })).toBe(false)
    }
  })

  it('compare lists by their items and objects by their properties', () => {
    const context = {
      a: { x: 1, y: [1, { z: null }] },
      b: { y: [1, { z: null }], x: 1 },
      c: { x: 1 },
      d: [1],
      e: {},
    }

    expect(evaluate('a = b', context)).toBe(true)
    expect(evaluate('a != b', context)).toBe(false)
    expect(evaluate('a = c', context)).toBe(false)
    expect(evaluate('d = [1]', context)).toBe(true)
    expect(evaluate('d = e', context)).toBe(false)
    expect(evaluate('d = [1, 2]', context)).toBe(false)
  })
})

describe('functions', () => {
  it.each<[source: string, context: object, expected: unknown]>([
    ['$before(since, "2026-01-01T01:00:00+01:00")', { since: '2025-12-31T23:59:59Z' }, true],
    ['$before(since, "2026-01-01T01:00:00+01:00")', { since: new Date('2026-01-01T00:00:00Z') }, false],
    ['$after(since, until)', { since: '2026-01-01T00:00:01Z', until: '2026-01-01T00:00:00Z' }, true],
    ['$after(since, "2026-01-01T01:00:00+01:00")', { since: 'yesterday' }, undefined],
    ['$after("2026-01-01T01:00:00+01:00", since)', { since: 5 }, undefined],
    ['$segment("staff")', {}, true],
    ['$segment("nobody")', {}, false],
    ['$uppercase(plan) = "PRO"', { plan: 'pro' }, true],
    ['$trim(name) = "a b"', { name: '\n a \t b ' }, true],
    ['$length(name) = 2', { name: 'é🎉' }, true],
    ['$number(build) >= 10', { build: '0x0a' }, true],
    ['$number(beta) = 1', { beta: true }, true],
    ['$string(build) = "10"', { build: 10 }, true],
    ['$string(tags) = "[1,null]"', { tags: [1, null, undefined] }, true],
    ['$count(plan) = 1', { plan: 'pro' }, true],
    ['$boolean(tags)', { tags: [0, ''] }, false],
    ['$boolean(profile)', { profile: {} }, false],
    ['$not(profile)', { profile: { name: undefined } }, true],
    ['$intersects(groups, ["a", "b"])', { groups: ['x', 'b'] }, true],
    ['$intersects(groups, ["a", "b"])', { groups: 'b' }, true],
    ['$intersects(groups, ["a", "b"])', { groups: ['x'] }, false],
    ['$semver(version, ">=2.1 <3")', { version: 'v2.1.0' }, true],
    ['$semver(version, ">=2.1 <3")', { version: '3.0.0' }, false],
    ['$semver(version, ">=2.1 <3")', { version: '2.1.0-rc.1' }, false],
    ['$cidr(ip, "10.0.0.0/8", "2001:db8::/32")', { ip: '10.1.2.3' }, true],
    ['$cidr(ip, "10.0.0.0/8", "2001:db8::/32")', { ip: '2001:DB8::1' }, true],
    ['$cidr(ip, "10.0.0.0/8", "2001:db8::/32")', { ip: '::ffff:10.1.2.3' }, true],
    ['$cidr(ip, "10.0.0.0/8", "2001:db8::/32")', { ip: '11.1.2.3' }, false],
  ])('%s for %o', (source, context, expected) => {
    expect(evaluate(source, context)).toBe(expected)
  })
})

describe('a context is read as JSON', () => {
  it('reads a Date as its ISO string, in lists too', () => {
    const since = new Date('2026-03-01T00:00:00Z')

    expect(evaluate('since >= "2026-01-01"', { since })).toBe(true)
    expect(evaluate('"2026-03-01T00:00:00.000Z" in dates', { dates: [since] })).toBe(true)
    expect(evaluate('$exists(since)', { since: new Date(NaN) })).toBe(false)
  })

  it.each([undefined, NaN, Infinity, 10n, Symbol('x'), () => 'x'])('takes %s as missing', (value) => {
    expect(evaluate('$exists(x)', { x: value })).toBe(false)
    expect(evaluate('$count(x) = 2', { x: [1, value, 2] })).toBe(true)
    expect(evaluate('x = [1, 2]', { x: [value, 1, value, 2] })).toBe(true)
    expect(evaluate('a = b', { a: { x: 1, y: value }, b: { x: 1 } })).toBe(true)
  })

  it('sees own properties only, those too that are not enumerable', () => {
    class Subject {
      plan = 'pro'
      get computed(): string {
        return 'pro'
      }
    }
    const subject = Object.defineProperty(new Subject(), 'hidden', { value: 'pro', enumerable: false })

    expect(evaluate('plan = "pro"', subject)).toBe(true)
    expect(evaluate('$exists(computed)', subject)).toBe(false)
    expect(evaluate('hidden = "pro"', subject)).toBe(true)
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(evaluate(`$exists(${name})`, {})).toBe(false)
      expect(evaluate(`$exists(a.${name})`, { a: { b: 1 } })).toBe(false)
    }
    expect(evaluate('$exists(name.length)', { name: 'x' })).toBe(false)
  })

  it('reads `__proto__` as any other name when it is one', () => {
    const context = JSON.parse('{"__proto__": {"admin": true}}') as object

    expect(evaluate('__proto__.admin = true', context)).toBe(true)
    expect(evaluate('admin = true', context)).toBe(false)
  })

  it('writes as JSON what it reads, and runs nothing of it', () => {
    const plan = {
      name: 'pro',
      since: new Date(0),
      never: new Date(NaN),
      seats: [1n, 0.1 + 0.2, { limit: Infinity }],
      toJSON: () => expect.fail('toJSON was called'),
    }

    expect(evaluate('$string(plan) = other', { plan, other: writtenPlan })).toBe(true)
    expect(evaluate('$string(plans) = "[[null],{}]"', { plans: [[null], { toJSON: 1n }] })).toBe(true)
  })

  it('maps a path over lists, as JSONata does', () => {
    const context = {
      carts: [{ id: 1, tags: ['a'] }, { id: 2 }, [{ id: 3, tags: ['b', 'c'] }]],
      single: [{ id: 7 }],
    }

    expect(evaluate('carts.id = [1, 2, 3]', context)).toBe(true)
    expect(evaluate('carts.tags = ["a", "b", "c"]', context)).toBe(true)
    expect(evaluate('single.id = 7', context)).toBe(true)
    expect(evaluate('$exists(carts.price)', context)).toBe(false)
  })

  it.each<[what: string, context: object, source: string]>([
    ['a list within itself', selfContaining(), 'list = [1]'],
    ['a list that is too long', { list: new Array(100_001).fill(1) }, 'list = [1]'],
    ['objects that refer to each other', { a: loop(), b: loop() }, 'a = b'],
    ['paths that multiply', { a: doubling() }, `a${'.a'.repeat(40)} = 1`],
    ['text that multiplies', { a: nested(30) }, '$string(a) = "x"'],
    ['text that is nested without end', { a: loop() }, '$string(a) = "x"'],
    ['text of too many items', { a: { b: new Array(60_000).fill({ c: 1 }) } }, '$string(a) = "x"'],
  ])('gives up on %s', (_what, context, source) => {
    expect(() => evaluate(source, context)).toThrow(ContextFault)
  })
})

describe('a tree that no parser made', () => {
  it.each<[Expression, RegExp]>([
    [['$frobnicate', 1], /\$frobnicate is not part of the expression language/],
    [['$semver', ['.', 'version'], '>=='], /">==" is not a canonical version range/],
    [['.'] as unknown as Expression, /at least one/],
  ])('%o is a bug', (tree, message) => {
    expect(() => compileExpression(tree, scope)).toThrow(message)
  })
})

const writtenPlan = '{"name":"pro","since":"1970-01-01T00:00:00.000Z","seats":[0.3,{}]}'

function selfContaining(): object {
  const list: unknown[] = []
  list.push(list)
  return { list }
}

function loop(): object {
  const end: Record<string, unknown> = {}
  end['next'] = { next: end }
  return end
}

function doubling(): unknown {
  const list: unknown[] = []
  const item = { a: list }
  list.push(item, item)
  return list
}

function nested(depth: number): unknown {
  return depth === 0 ? 'x' : { l: nestedOnce(depth), r: nestedOnce(depth) }
}

const levels = new Map<number, unknown>()
function nestedOnce(depth: number): unknown {
  if (!levels.has(depth)) levels.set(depth, nested(depth - 1))
  return levels.get(depth)
}
