import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { parseExpression } from '../expression/parsing/parse-expression.ts'
import type { SnapshotFlag } from '../snapshot/snapshot.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import { createEvaluator } from './evaluator.ts'

/** Between them they use every operator and every function on the attribute `a`. */
const CONDITIONS = [
  'a = 1',
  'a != "x"',
  'a = b',
  'a != b',
  'a < 5',
  'a >= "m"',
  'a <= b',
  'a > b',
  'a in ["x", 1, null]',
  '"x" in a',
  'a.b.c = 1',
  'a.a.a in b.b',
  '__proto__.constructor.name = "Object"',
  'constructor.name = "Object"',
  '$not(a)',
  '$boolean(a)',
  '$exists(a)',
  '$exists(inherited)',
  '$count(a) > 1',
  '$number(a) > 1',
  '$string(a) = "x"',
  '$lowercase(a) = $uppercase(b)',
  '$trim(a) = "x"',
  '$length(a) > 3',
  '$contains(a, "x")',
  '$startsWith(a, b)',
  '$endsWith(b, a)',
  '$before(a, "2026-01-01T00:00:00Z")',
  '$after(a, b)',
  '$intersects(a, b)',
  '$segment("listed")',
  '$semver(a, ">=1.2")',
  '$cidr(a, "10.0.0.0/8", "::/0")',
]

const FLAGS: Readonly<Record<string, SnapshotFlag>> = Object.fromEntries([
  ...CONDITIONS.map((source) => [source, aFlag({ rules: [aRule({ if: treeOf(source) })] })] as const),
  ...[['a'], ['b', 'c'], ['__proto__']].map(
    (by) =>
      [
        `by ${by.join('.')}`,
        aFlag({ rules: [aRule({ bucketing: { by, seed: 's', percent: 50_000 } })] }),
      ] as const,
  ),
])
const evaluator = createEvaluator({
  snapshot: aSnapshot({
    flags: FLAGS,
    segments: { listed: aSegment({ by: ['a'], include: ['x'], if: treeOf('$exists(a.b)') }) },
  }),
  now: () => 0,
})

function treeOf(source: string) {
  const { tree, problems } = parseExpression(source)
  if (tree === undefined) throw new Error(`${source}: ${problems[0]?.message ?? ''}`)
  return tree
}

/** Evaluates everything, and holds every answer to what is promised of one. */
function evaluateAll(context: unknown): Record<string, string> {
  const reasons: Record<string, string> = {}
  for (const key of Object.keys(FLAGS)) {
    const details = evaluator.evaluate(key, 'boolean', false, context as EvaluationContext)
    expect(typeof details.value, key).toBe('boolean')
    expect('errorCode' in details, key).toBe(details.reason === 'ERROR')
    expect('variant' in details, key).toBe(details.reason !== 'ERROR')
    if (details.reason === 'ERROR') expect(details).toMatchObject({ value: false, errorCode: 'GENERAL' })
    reasons[key] = details.reason
  }
  return reasons
}

const untouched = Object.getOwnPropertyNames(Object.prototype)
afterEach(() => expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(untouched))

class Subject {
  readonly a = 'x'
  readonly #secret = 'x'
  get b(): string {
    return this.#secret
  }
}

describe('a context may be of any shape', () => {
  it.each<[what: string, context: () => unknown]>([
    ['an instance of a class', () => new Subject()],
    ['without a prototype', () => Object.assign(Object.create(null) as object, { a: 'x', b: { c: 1 } })],
    ['frozen', () => Object.freeze({ a: Object.freeze(['x']) })],
    ['a Map', () => ({ a: new Map([['b', 1]]), b: new Set(['x']) })],
    ['a Map itself', () => new Map([['a', 'x']])],
    ['full of what JSON does not have', () => ({ a: 10n, b: Symbol('x'), c: () => 'x', [Symbol('a')]: 'x' })],
    [
      'lists of what JSON does not have',
      () => ({ a: [undefined, NaN, 10n, Symbol('x'), () => 1], b: [new Date(NaN)] }),
    ],
    ['boxed', () => ({ a: Object('x') as object, b: Object(1) as object })],
    [
      'made of dates, errors and buffers',
      () => ({ a: new Date(0), b: [new Error('x'), new Uint8Array(9), /x/] }),
    ],
    [
      'named as what every object has',
      () => JSON.parse('{"__proto__": {"a": 1}, "constructor": {"name": "x"}}') as object,
    ],
    ['a string', () => 'x'],
    ['a list', () => ['x']],
    ['a function', () => () => 'x'],
  ])('%s: every flag is decided', (_what, context) => {
    const reasons = evaluateAll(context())

    expect(Object.entries(reasons).filter(([, reason]) => reason === 'ERROR')).toEqual([])
  })

  it.each<[what: string, context: () => unknown, fails: (condition: string) => boolean]>([
    ['missing', () => undefined, (condition) => condition !== '$segment("nobody")'],
    ['null', () => null, () => true],
    ['a revoked proxy', () => revoked({}), () => true],
    ['a proxy whose traps throw', () => new Proxy({}, throwingTraps()), () => true],
    [
      'with a getter that throws',
      () => ({
        get a() {
          return fail()
        },
      }),
      readsA,
    ],
    ['holding a revoked proxy', () => ({ a: revoked({}) }), (condition) => condition === 'a.b.c = 1'],
    ['holding a list that is a revoked proxy', () => ({ a: revoked([]) }), readsA],
    ['holding itself', () => withItself(), (condition) => condition === 'a = b' || condition === 'a != b'],
    ['holding a list within itself', () => ({ a: listInItself() }), readsA],
    [
      'nested too deeply',
      () => ({ a: nested(100_000), b: nested(100_000) }),
      (condition) => condition === 'a = b',
    ],
    ['a list of 4 billion holes', () => ({ a: new Array<unknown>(2 ** 32 - 1) }), readsA],
    ['a list that says it is endless', () => ({ a: endless() }), readsA],
    ['a date that throws', () => ({ a: Object.assign(new Date(0), { toISOString: fail }) }), readsA],
  ])('%s: what it is asked for fails, with the default and a reason', (_what, context, fails) => {
    const reasons = evaluateAll(context())

    for (const condition of CONDITIONS.filter(fails))
      expect([condition, reasons[condition]]).toEqual([condition, 'ERROR'])
  })

  it.each<[what: string, context: () => unknown]>([
    [
      'a million attributes',
      () => Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [`k${i}`, i])),
    ],
    [
      'a million attributes in an attribute',
      () => ({ a: Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [i, i])) }),
    ],
    ['a string of 16 million characters', () => ({ a: 'x'.repeat(2 ** 24), b: '😀'.repeat(2 ** 23) })],
    ['a sparse list', () => ({ a: sparse(), b: [, 'x', ,] })], // eslint-disable-line no-sparse-arrays -- the point
  ])('%s: every flag has an answer', (_what, context) => {
    evaluateAll(context())
  })

  it('evaluates a flag while a flag is evaluated, without end', () => {
    const context = {
      get a(): boolean {
        return evaluator.evaluate('$exists(a)', 'boolean', false, context).value
      },
    }

    evaluateAll(context)
  })

  it('whatever it is', () => {
    const anything = fc.anything({
      key: fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString', 'length', 'toJSON'),
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      withBoxedValues: true,
      maxDepth: 4,
    })
    fc.assert(
      fc.property(anything, anything, anything, (a, b, other) => {
        evaluateAll({ a, b })
        evaluateAll(other)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is not its own does not count', () => {
  it('on the prototype of all objects', () => {
    const inherited = { value: 'x', enumerable: true, configurable: true, writable: true }
    Object.defineProperty(Object.prototype, 'inherited', inherited)
    const own = evaluator.evaluate('$exists(inherited)', 'boolean', false, { inherited: 'x' })
    const other = evaluator.evaluate('$exists(inherited)', 'boolean', false, {})
    Reflect.deleteProperty(Object.prototype, 'inherited')

    expect([own.reason, other.reason]).toEqual(['TARGETING_MATCH', 'DEFAULT'])
  })

  it('on a class', () => {
    class Computing {
      get a(): string {
        return fail()
      }
    }

    expect(evaluateAll(new Computing())).toMatchObject({ '$exists(a)': 'DEFAULT', 'a = b': 'DEFAULT' })
  })
})

function readsA(condition: string): boolean {
  return /^(?!.*\$segment|.*__proto__|.*constructor|b).*\ba\b(?!\.)/.test(condition)
}

function fail(): never {
  throw new Error('not today')
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

function throwingTraps(): ProxyHandler<object> {
  return { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail, getPrototypeOf: fail }
}

function withItself(): object {
  const context: Record<string, unknown> = {}
  context['a'] = context
  context['b'] = { a: context, b: context }
  return context
}

function listInItself(): unknown[] {
  const list: unknown[] = []
  list.push(list)
  return list
}

function nested(depth: number): object {
  let value: object = {}
  for (let i = 0; i < depth; i++) value = { a: value }
  return value
}

function endless(): unknown[] {
  return new Proxy([], {
    get: (list, name) => (name === 'length' ? Infinity : Reflect.get(list, name)) as unknown,
  })
}

function sparse(): unknown[] {
  const list: unknown[] = []
  list[50_000] = 'x'
  return list
}
