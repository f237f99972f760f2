import { describe, expect, it } from 'vitest'
import { compileExpression } from '../compile-expression.ts'
import type { Expression } from '../expression.ts'
import { parsePattern } from '../regex/parsing/parse-pattern.ts'
import { parseExpression } from './parse-expression.ts'

describe('a regular expression in a condition', () => {
  it.each<[condition: string, pattern: string, flags: string]>([
    ['$contains(email, /@example\\.com$/)', '@example\\.com$', ''],
    ['$contains(email, /^a"b/i)', '^a"b', 'i'],
    ["$contains(email, /it's/mi)", "it's", 'mi'],
    ['$contains(email, /[(]/)', '[(]', ''],
    ['$contains(email, /a[/]b\\/c/)', 'a[/]b\\/c', ''],
    ['$contains(email, /\\\\/)', '\\\\', ''],
    ['$contains(email, /* the domain */ /x+/)', 'x+', ''],
    ['$contains(email, /`/) ', '`', ''],
    ['$contains(email,/\\(\\(\\(/)', '\\(\\(\\(', ''],
    [`$contains(email, /${'\\('.repeat(100)}/)`, '\\('.repeat(100), ''],
  ])('%s', (condition, pattern, flags) => {
    const { program } = parsePattern(pattern, flags)

    expect(parseExpression(condition)).toEqual({
      tree: ['$matches', ['.', 'email'], pattern, flags, program],
      problems: [],
    })
  })

  it('is one of several', () => {
    const { tree } = parseExpression('$contains(a, /"/) or $contains(b, "/") and $contains(c, /\\/"/)')

    expect(tree).toEqual([
      'or',
      ['$matches', ['.', 'a'], '"', '', parsePattern('"', '').program],
      [
        'and',
        ['$contains', ['.', 'b'], '/'],
        ['$matches', ['.', 'c'], '\\/"', '', parsePattern('\\/"', '').program],
      ],
    ])
  })

  it('is looked for in whatever gives text', () => {
    const { tree } = parseExpression('$contains($lowercase(name), /^a/)')

    expect(tree).toEqual([
      '$matches',
      ['$lowercase', ['.', 'name']],
      '^a',
      '',
      parsePattern('^a', '').program,
    ])
  })

  it('is one node, whatever the size of its program', () => {
    const twice = Array.from({ length: 2 }, () => '$contains(a, /b{1000}/)').join(' and ')
    const often = Array.from({ length: 64 }, () => '$contains(a, /b/)').join(' and ')

    expect(parseExpression(twice).tree).toBeDefined()
    expect(parseExpression(often).problems[0]?.message).toContain('has 257')
  })
})

describe('a condition that is refused for its regular expression', () => {
  it.each<[condition: string, code: string, offset: number, message: RegExp]>([
    ['a = 1 and $contains(email, /a(?=b)/)', 'not-in-language', 29, /look-ahead/],
    ['$contains(email, /* c */ /a\\1/)', 'not-in-language', 27, /back-reference/],
    ['$contains(email, /x/g)', 'not-in-language', 20, /the flag g/],
    ['$contains(email, /x/imu)', 'not-in-language', 22, /the flag u/],
    ['$contains(email, /x/ii)', 'not-in-language', 20, /the flag i/],
    ['$contains(email, /x/ab)', 'not-in-language', 20, /the flag a/],
    ['$contains(email, //)', 'expression-syntax', 17, /is empty/],
    ['$contains(email, //i)', 'expression-syntax', 17, /is empty/],
    ['$contains(email, /a', 'expression-syntax', 17, /not closed/],
    ['$contains(email, /[/)', 'expression-syntax', 17, /not closed/],
    ['$contains(email, /a\n/)', 'expression-syntax', 17, /not closed/],
    ['$contains(email, /(/)', 'expression-syntax', 18, /group is not closed/],
    ['$contains(email, /a{3,2}/)', 'expression-syntax', 19, /out of order/],
    ['$contains(email, /a*/)', 'constant-condition', 17, /in every text/],
    ['$contains("abc", /b/)', 'constant-condition', 0, /same for every subject/],
    ['$contains(5, /b/)', 'wrong-type', 10, /a string, not a number/],
    ['$contains(email, /(a{1000}){3}/)', 'expression-too-large', 17, /2048 steps/],
    ['$contains(email, /a/, 1)', 'wrong-arity', 0, /2 arguments/],
    ['$match(email, /a/)', 'unknown-function', 0, /\$match/],
    ['$matches(email, "a", "", 1)', 'unknown-function', 0, /\$matches/],
    ['$contains(email /a/)', 'expression-syntax', 19, /not expected/],
    ['/a/', 'not-in-language', 0, /anywhere but in \$contains/],
    ['/a/.b = 1', 'not-in-language', 0, /anywhere but in \$contains/],
  ])('%s', (condition, code, offset, message) => {
    const { tree, problems } = parseExpression(condition)

    expect(tree).toBeUndefined()
    expect(problems).toEqual([expect.objectContaining({ code, offset, severity: 'error' })])
    expect(problems[0]!.message).toMatch(message)
  })
})

describe('what a regular expression is asked of', () => {
  const { tree } = parseExpression('$contains(email, /@example\\.(com|org)$/i)')
  const evaluate = compileExpression(tree as Expression, { segment: () => () => false })

  it.each<[unknown, boolean | undefined]>([
    ['a@EXAMPLE.org', true],
    ['a@example.net', false],
    ['', false],
    [5, undefined],
    [null, undefined],
    [['a@example.com'], undefined],
    [undefined, undefined],
  ])('%j', (email, expected) => {
    expect(evaluate({ email })).toBe(expected)
  })
})
