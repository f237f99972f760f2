import fc from 'fast-check'
import jsonata from 'jsonata'
import { satisfies, valid } from 'semver'
import { expect, it } from 'vitest'
import { compileExpression } from './compile-expression.ts'
import { isCompound, isList, isPath } from './expression.ts'
import type { Expression, Literal } from './expression.ts'
import { parseExpression } from './parsing/parse-expression.ts'

/*
 * JSONata decides what an expression means. Where it gives a result, ours gives the same; where one of its operators
 * raises an error, ours is undefined.
 */

const NAMES = ['a', 'b', 'c', 'x y']
const scalars = fc.constantFrom<Literal[]>(
  '',
  'a',
  'ab',
  'A b ',
  '1',
  '1.5',
  '0x1f',
  'é🎉',
  '1.2.3',
  0,
  1,
  -1,
  2.5,
  0.1 + 0.2,
  true,
  false,
  null,
)

const { value: values } = fc.letrec<{ value: unknown; list: unknown[]; object: object }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalars, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3 }),
}))
const contexts = fc.dictionary(fc.constantFrom(...NAMES), values, { maxKeys: 4 })

const paths = fc
  .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
  .map((names): Expression => ['.', ...names])
const lists = fc.array(scalars, { maxLength: 9 }).map((literals): Expression => ['[]', ...literals])
const strings = fc.oneof(paths, fc.constantFrom('', 'a', 'b', '1.2.3'))
const comparisonOperators = fc.constantFrom('=', '!=', '<', '<=', '>', '>=', 'in')

const { condition: conditions } = fc.letrec<{ operand: Expression; condition: Expression }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: paths },
    { weight: 2, arbitrary: scalars },
    lists,
    call(['$lowercase', '$uppercase', '$trim', '$length'], strings),
    call(['$count', '$string', '$number', '$boolean'], tie('operand')),
  ),
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    {
      weight: 4,
      arbitrary: fc
        .tuple(comparisonOperators, tie('operand'), tie('operand'))
        .map((parts) => parts as unknown as Expression),
    },
    call(['$exists', '$not', '$boolean'], fc.oneof(tie('operand'), tie('condition'))),
    call(['$contains', '$startsWith', '$endsWith'], strings, strings),
    call(['$intersects'], tie('operand'), lists),
    call(['$semver'], strings, fc.constantFrom('>=1.2.0 <2.0.0-0', '<1.2.3')),
    call(['$segment'], fc.constantFrom('staff', 'nobody')),
    fc
      .tuple(fc.constantFrom('and', 'or'), tie('condition'), tie('condition'))
      .map((parts) => parts as unknown as Expression),
  ),
}))

function call(names: readonly string[], ...args: fc.Arbitrary<Expression>[]): fc.Arbitrary<Expression> {
  return fc.tuple(fc.constantFrom(...names), ...args).map((parts) => parts as unknown as Expression)
}

it('gives what JSONata gives wherever JSONata gives a result', async () => {
  await fc.assert(
    fc.asyncProperty(conditions, contexts, async (tree, context) => {
      const source = print(tree)
      const oracle = await evaluateByJsonata(source, context)
      if ('error' in oracle) return
      expect(asJson(evaluate(tree, context))).toBe(asJson(oracle.result))
      const { tree: parsed } = parseExpression(source)
      if (parsed !== undefined) expect(asJson(evaluate(parsed, context))).toBe(asJson(oracle.result))
    }),
    { numRuns: 3000 },
  )
})

it('is undefined wherever a single operator of JSONata raises an error', async () => {
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
    { numRuns: 3000 },
  )
  expect(errors).toBeGreaterThan(100)
})

function evaluate(tree: Expression, context: object): unknown {
  return compileExpression(tree, { segment: (name) => () => name === 'staff' })(context)
}

async function evaluateByJsonata(
  source: string,
  context: unknown,
): Promise<{ readonly result: unknown } | { readonly error: unknown }> {
  const expression = jsonata(source)
  expression.registerFunction(
    'startsWith',
    onStrings((text, prefix) => text.startsWith(prefix)),
  )
  expression.registerFunction(
    'endsWith',
    onStrings((text, suffix) => text.endsWith(suffix)),
  )
  expression.registerFunction(
    'semver',
    onStrings((version, range) => (valid(version) ? satisfies(version, range) : undefined)),
  )
  expression.registerFunction('segment', (name: unknown) => name === 'staff')
  expression.registerFunction('intersects', (a: unknown, b: unknown) => {
    const items: unknown[] = [b].flat()
    return a !== undefined && [a].flat().some((item) => items.includes(item))
  })
  try {
    return { result: await expression.evaluate(context) }
  } catch (error) {
    return { error }
  }
}

function onStrings(apply: (text: string, other: string) => unknown) {
  return (text: unknown, other: unknown) =>
    typeof text === 'string' && typeof other === 'string' ? apply(text, other) : undefined
}

/** Fully parenthesised, so that it means the tree it is printed from. */
function print(tree: Expression): string {
  if (!isCompound(tree)) return JSON.stringify(tree)
  if (isPath(tree))
    return tree
      .slice(1)
      .map((name) => `\`${name}\``)
      .join('.')
  if (isList(tree))
    return `[${tree
      .slice(1)
      .map((literal) => JSON.stringify(literal))
      .join(', ')}]`
  const [operator, ...parts] = tree as readonly [string, ...Expression[]]
  const printed = parts.map(print)
  return operator.startsWith('$')
    ? `${operator}(${printed.join(', ')})`
    : `(${printed.join(` ${operator} `)})`
}

function asJson(value: unknown): string | undefined {
  return JSON.stringify(value)
}
