import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { Expression } from '../../expression/expression.ts'
import { parseExpression } from '../../expression/parsing/parse-expression.ts'
import { printExpression } from './print-expression.ts'

describe('printExpression', () => {
  it.each([
    'plan = "pro"',
    '$endsWith(email, "@example.com")',
    '$segment("eu-customers") and plan = "pro"',
    'a = 1 or b = -2.5 and c != null',
    '(a = 1 or b = 2) and c = 3',
    '$not(beta = true)',
    'plan in ["pro", "enterprise"]',
    '`device-type` = "tv" or address.`post code` != "1"',
    '`in` = 1 or `and` = 2',
    '$contains(name, "a")',
    '$contains($lowercase(name), /^a\\/"\\d/im) and plan = "pro"',
    '$not(a = 1 or b = 2)',
    '$count(tags) >= 2',
    'name = "quo\\"te\\n\\\\"',
  ])('prints %s as it was written', (source) => {
    const { tree, problems } = parseExpression(source)

    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(printExpression(tree!)).toBe(source)
  })

  it('prints what parses to the same tree', () => {
    fc.assert(
      fc.property(anyCondition, (tree) => {
        fc.pre(countNodes(tree) <= 256)

        expect(parseExpression(printExpression(tree)).tree).toEqual(tree)
      }),
    )
  })
})

const anyPath = fc
  .array(fc.constantFrom('plan', 'address', 'device-type', 'in', 'é', 'a b'), { minLength: 1, maxLength: 3 })
  .map((names): Expression => ['.', ...names])

const SHALLOW = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 4 }

const anyLiteral = fc.oneof(fc.string(), fc.integer(), fc.boolean())

/** Junctions directly in a junction of the same kind are one to the parser, so there are none. */
const anyCondition = fc.letrec<Record<'condition' | 'single' | 'and' | 'or', Expression>>((tie) => ({
  condition: fc.oneof(SHALLOW, tie('single'), tie('and'), tie('or')),
  single: fc.oneof(
    SHALLOW,
    fc
      .tuple(fc.constantFrom('=' as const, '!=' as const), anyPath, anyLiteral)
      .map((comparison): Expression => comparison),
    fc
      .tuple(anyPath, fc.array(anyLiteral, { minLength: 1, maxLength: 3 }))
      .map(([path, list]): Expression => ['in', path, ['[]', ...list]]),
    tie('condition').map((operand): Expression => ['$not', operand]),
  ),
  and: anyJunction('and', tie('single'), tie('or')),
  or: anyJunction('or', tie('single'), tie('and')),
})).condition

function anyJunction(
  operator: 'and' | 'or',
  ...operands: fc.Arbitrary<Expression>[]
): fc.Arbitrary<Expression> {
  return fc
    .array(fc.oneof(SHALLOW, ...operands), { minLength: 2, maxLength: 3 })
    .map((held): Expression => [operator, ...held])
}

function countNodes(tree: unknown): number {
  return Array.isArray(tree) ? tree.reduce<number>((sum, held) => sum + countNodes(held), 1) : 1
}
