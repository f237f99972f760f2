import fc from 'fast-check'
import jsonata from 'jsonata'
import ipaddr from 'ipaddr.js'
import { DateTime } from 'luxon'
import { satisfies, valid } from 'semver'
import { describe, expect, inject, it } from 'vitest'
import { compileExpression } from './compile-expression.ts'
import { isCompound, isList, isPath } from './expression.ts'
import type { Call, Expression, Literal } from './expression.ts'
import { DEVIATIONS } from './guide/deviations.ts'
import { parseExpression } from './parsing/parse-expression.ts'

/*
 * JSONata decides what an expression means. Where it gives a result, ours gives the same; where one of its operators
 * raises an error, ours is undefined. What differs is in guide/deviations.ts, and nothing else does.
 */

const RUNS = inject('slow') ? 120_000 : 4_000
const TIMEOUT_MS = 600_000

const NAMES = ['a', 'b', 'c', 'x y', '__proto__', 'constructor']
const TEXTS = [
  ...[
    '',
    ' ',
    'a',
    'ab',
    'b',
    'A b ',
    '\ta\n b',
    'é🎉',
    'ÄÖß',
    '🎉',
    '-1',
    '1',
    '1.5',
    '1e3',
    '0x1f',
    '0b11',
    '1e999',
  ],
  ...['true', 'null', '1.2.3', 'v1.3.0-rc.1', '2.0.0', '10.1.2.3', '::ffff:10.0.0.9', '2001:db8::1'],
  ...['2026-01-01T00:00:00Z', '2026-01-01T01:00:00.001+01:00', '2026-02-30T00:00:00Z'],
]
const scalars = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Literal[]>(...TEXTS) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Literal[]>(0, 1, -1, 3, 2.5, 0.1 + 0.2, 1e21, 5e-324, true, false, null),
  },
)

const { value: values } = fc.letrec<{ value: unknown; list: unknown[]; object: object }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalars, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: objectsOf(tie('value')),
}))
const contexts = objectsOf(values)

/** As JSON.parse makes them: `__proto__` is a name like any other. */
function objectsOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 4, selector: ([name]) => name })
    .map((entries) => {
      const object = {}
      for (const [name, held] of entries) {
        Object.defineProperty(object, name, {
          value: held,
          enumerable: true,
          configurable: true,
          writable: true,
        })
      }
      return object
    })
}

const paths = fc
  .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
  .map((names): Expression => ['.', ...names])
const lists = fc.array(scalars, { maxLength: 9 }).map((literals): Expression => ['[]', ...literals])
const strings = fc.oneof(paths, fc.constantFrom<Expression[]>(...TEXTS))
const comparisonOperators = fc.constantFrom('=', '!=', '<', '<=', '>', '>=', 'in')
const RANGES = ['>=1.2.0 <2.0.0-0', '<1.2.3', '>=1.3.0-rc.0']
const PATTERNS = [
  '/^a/',
  '/B$/i',
  '/^b$/m',
  '/[^ -~]/',
  '/(1|2)+\\.\\d/',
  '/\\bab?\\b/',
  '/a{1,2} ?b/',
  '/^[a-z]\\S?$/',
]
const BLOCKS = ['10.0.0.0/8', '2001:db8::/32', '0.0.0.0/0', '::/0']

const { condition: conditions } = fc.letrec<{ operand: Expression; condition: Expression }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: paths },
    { weight: 2, arbitrary: scalars },
    lists,
    call(['$lowercase', '$uppercase', '$trim', '$length'], fc.oneof(strings, tie('operand'))),
    call(['$count', '$string', '$number', '$boolean'], tie('operand')),
  ),
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: node(comparisonOperators, tie('operand'), tie('operand')) },
    call(['$exists', '$not', '$boolean'], fc.oneof(tie('operand'), tie('condition'))),
    call(['$contains', '$startsWith', '$endsWith'], strings, strings),
    fc.tuple(strings, fc.constantFrom(...PATTERNS)).map(([operand, pattern]) => matching(operand, pattern)),
    call(['$before', '$after'], strings, strings),
    call(['$intersects'], tie('operand'), lists),
    call(['$semver'], strings, fc.constantFrom(...RANGES)),
    call(['$cidr'], strings, fc.constantFrom(...BLOCKS), fc.constantFrom(...BLOCKS)),
    call(['$segment'], fc.constantFrom('staff', 'nobody')),
    node(fc.constantFrom('and', 'or'), tie('condition'), tie('condition')),
    node(fc.constantFrom('and', 'or'), tie('condition'), tie('condition'), tie('condition')),
  ),
}))

/** `$contains` with a regular expression, as admission compiles it. */
function matching(operand: Expression, pattern: string): Expression {
  const [name, , ...compiled] = parseExpression(`$contains(a, ${pattern})`).tree as Call
  return [name, operand, ...compiled]
}

function node(
  operator: fc.Arbitrary<string>,
  ...parts: fc.Arbitrary<Expression>[]
): fc.Arbitrary<Expression> {
  return fc.tuple(operator, ...parts).map((tree) => tree as unknown as Expression)
}

function call(names: readonly string[], ...args: fc.Arbitrary<Expression>[]): fc.Arbitrary<Expression> {
  return node(fc.constantFrom(...names), ...args)
}

describe('the language', () => {
  it(
    'gives what JSONata gives wherever JSONata gives a result',
    async () => {
      let compared = 0
      let admitted = 0
      await fc.assert(
        fc.asyncProperty(conditions, contexts, async (tree, context) => {
          const source = print(tree)
          const oracle = await evaluateByJsonata(source, context)
          if ('error' in oracle) return
          compared++
          expect(asJson(evaluate(tree, context)), source).toBe(asJson(oracle.result))
          const { tree: parsed } = parseExpression(source)
          if (parsed === undefined) return
          admitted++
          expect(asJson(evaluate(parsed, context)), source).toBe(asJson(oracle.result))
        }),
        { numRuns: RUNS },
      )
      expect(compared).toBeGreaterThan(RUNS / 2)
      expect(admitted).toBeGreaterThan(RUNS / 50)
    },
    TIMEOUT_MS,
  )

  it(
    'is undefined wherever a single operator of JSONata raises an error',
    async () => {
      const operands = ['.', 'l'] as const
      const others = ['.', 'r'] as const
      const single = fc.oneof(
        comparisonOperators.map((operator) => [operator, operands, others] as unknown as Expression),
        call(
          ['$lowercase', '$uppercase', '$trim', '$length', '$count', '$string', '$number'],
          fc.constant(operands),
        ),
        call(['$not', '$boolean', '$exists'], fc.constant(operands)),
        call(['$contains'], fc.constant(operands), fc.constant(others)),
      )
      const pairs = fc.record({ l: values, r: values }, { requiredKeys: [] })
      let errors = 0
      await fc.assert(
        fc.asyncProperty(single, pairs, async (tree, context) => {
          const oracle = await evaluateByJsonata(print(tree), context)
          if ('error' in oracle) errors++
          const expected = 'error' in oracle ? undefined : asJson(oracle.result)
          expect(asJson(evaluate(tree, context))).toBe(expected)
        }),
        { numRuns: RUNS },
      )
      expect(errors).toBeGreaterThan(RUNS / 20)
    },
    TIMEOUT_MS,
  )

  it.each(DEVIATIONS)('deviates: $name', async ({ condition, context, jsonata, ours }) => {
    const oracle = await evaluateByJsonata(condition, context)
    const tree = parseExpression(condition).tree!

    expect('error' in oracle ? 'error' : oracle.result).toBe(jsonata)
    expect(evaluate(tree, context)).toBe(ours === 'undefined' ? undefined : ours)
  })
})

function evaluate(tree: Expression, context: object): unknown {
  return compileExpression(tree, { segment: (name) => () => name === 'staff' })(context)
}

async function evaluateByJsonata(
  source: string,
  context: unknown,
): Promise<{ readonly result: unknown } | { readonly error: unknown }> {
  const expression = jsonata(source)
  for (const [name, apply] of Object.entries(OURS)) expression.registerFunction(name, apply)
  try {
    return { result: await expression.evaluate(context) }
  } catch (error) {
    return { error }
  }
}

/** Our own functions, by the libraries that are known to be right. */
const OURS: Readonly<Record<string, (...operands: unknown[]) => unknown>> = {
  startsWith: onStrings((text, prefix) => text.startsWith(prefix)),
  endsWith: onStrings((text, suffix) => text.endsWith(suffix)),
  semver: onStrings((version, range) => (valid(version) ? satisfies(version, range) : undefined)),
  before: onStrings((a, b) => compareInstants(a, b, (difference) => difference < 0)),
  after: onStrings((a, b) => compareInstants(a, b, (difference) => difference > 0)),
  cidr: onStrings((address, ...blocks) => {
    if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return undefined
    const parsed = ipaddr.process(address)
    return blocks.some((block) => {
      const [network, prefix] = ipaddr.parseCIDR(block)
      return parsed.kind() === network.kind() && parsed.match(network, prefix)
    })
  }),
  segment: (name) => name === 'staff',
  intersects: (a, b) => {
    const items: unknown[] = [b].flat()
    return a !== undefined && [a].flat().some((item) => items.includes(item))
  },
}

function onStrings(apply: (text: string, ...others: string[]) => unknown) {
  return (...operands: unknown[]) =>
    operands.every((operand) => typeof operand === 'string')
      ? apply(...(operands as [string, ...string[]]))
      : undefined
}

function compareInstants(a: string, b: string, holds: (difference: number) => boolean): boolean | undefined {
  const [left, right] = [a, b].map((text) => (text.includes('T') ? DateTime.fromISO(text).toMillis() : NaN))
  return Number.isNaN(left! - right!) ? undefined : holds(left! - right!)
}

/** Fully parenthesised, so that it means the tree it is printed from. */
function print(tree: Expression): string {
  if (!isCompound(tree)) return JSON.stringify(tree)
  if (isPath(tree)) {
    const [, ...names] = tree
    return names.map((name) => `\`${name}\``).join('.')
  }
  const [operator, ...parts] = tree as readonly [string, ...Expression[]]
  const printed = parts.map(print)
  if (operator === '$matches') return `$contains(${printed[0]!}, /${String(parts[1])}/${String(parts[2])})`
  if (isList(tree)) return `[${printed.join(', ')}]`
  return operator.startsWith('$')
    ? `${operator}(${printed.join(', ')})`
    : `(${printed.join(` ${operator} `)})`
}

function asJson(value: unknown): string | undefined {
  return JSON.stringify(value)
}
