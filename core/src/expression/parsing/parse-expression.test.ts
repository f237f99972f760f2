import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression } from '../expression.ts'
import { parseExpression } from './parse-expression.ts'

describe('a condition within the language', () => {
  it.each<[source: string, tree: Expression]>([
    ['plan = "pro"', ['=', ['.', 'plan'], 'pro']],
    ["plan != 'pro'", ['!=', ['.', 'plan'], 'pro']],
    ['address.country = "DE"', ['=', ['.', 'address', 'country'], 'DE']],
    ['`device-type`.`os name` = "x"', ['=', ['.', 'device-type', 'os name'], 'x']],
    ['größe >= 1.5', ['>=', ['.', 'größe'], 1.5]],
    ['balance < -5', ['<', ['.', 'balance'], -5]],
    ['beta = true', ['=', ['.', 'beta'], true]],
    ['plan = null', ['=', ['.', 'plan'], null]],
    ['plan in ["pro", 1, true, null]', ['in', ['.', 'plan'], ['[]', 'pro', 1, true, null]]],
    ['"beta" in groups', ['in', 'beta', ['.', 'groups']]],
    ['$exists(plan)', ['$exists', ['.', 'plan']]],
    ['$not(beta = true)', ['$not', ['=', ['.', 'beta'], true]]],
    ['$endsWith(email, "@example.com")', ['$endsWith', ['.', 'email'], '@example.com']],
    ['$lowercase(plan) = "pro"', ['=', ['$lowercase', ['.', 'plan']], 'pro']],
    ['$segment("eu-customers")', ['$segment', 'eu-customers']],
    ['$semver(app.version, ">=2.1 <3")', ['$semver', ['.', 'app', 'version'], '>=2.1.0 <3.0.0-0']],
    [
      '$cidr(ip, "::ffff:10.0.0.0/104", "2001:DB8::/32")',
      ['$cidr', ['.', 'ip'], '10.0.0.0/8', '2001:db8::/32'],
    ],
    ['$intersects(groups, ["a", "b"])', ['$intersects', ['.', 'groups'], ['[]', 'a', 'b']]],
    ['$before(since, "2026-01-01T00:00Z")', ['$before', ['.', 'since'], '2026-01-01T00:00Z']],
    ['$count(groups) > 2 /* many */', ['>', ['$count', ['.', 'groups']], 2]],
    ['((plan = "pro"))', ['=', ['.', 'plan'], 'pro']],
    ['and = 1 and in = 2', ['and', ['=', ['.', 'and'], 1], ['=', ['.', 'in'], 2]]],
  ])('%s', (source, tree) => {
    expect(parseExpression(source)).toEqual({ tree, problems: [] })
  })

  it('flattens chains of the same operator and keeps what binds tighter together', () => {
    const { tree } = parseExpression('a = 1 and b = 2 and c = 3 or (d = 4 or e = 5)')

    expect(tree).toEqual([
      'or',
      ['and', ['=', ['.', 'a'], 1], ['=', ['.', 'b'], 2], ['=', ['.', 'c'], 3]],
      ['=', ['.', 'd'], 4],
      ['=', ['.', 'e'], 5],
    ])
  })
})

describe('a condition that JSONata accepts but a decision should not rest on', () => {
  it.each<[source: string, code: string, offset: number, hint: RegExp]>([
    ['plan = "pro" or "enterprise"', 'not-a-condition', 16, /plan in \["pro", "enterprise"\]/],
    ['a = 1 or plan = "pro" or "team"', 'not-a-condition', 25, /plan in \["pro", "team"\]/],
    ['beta', 'not-a-condition', 0, /beta = true/],
    ['`is-beta` and plan = "pro"', 'not-a-condition', 0, /`is-beta` = true/],
    ['$lowercase(plan)', 'not-a-condition', 0, /compare it/],
    ['["a"] or plan = "pro"', 'not-a-condition', 0, /compare it/],
    ['1 = 1', 'constant-condition', 0, /leave it out/],
    ['plan = "pro" and true', 'constant-condition', 17, /leave it out/],
    ['$contains("abc", "b")', 'constant-condition', 0, /leave it out/],
    ['device-type = "phone"', 'not-in-language', 6, /`device-type`$/],
    ['app.device-type.name = "phone"', 'not-in-language', 10, /app\.`device-type`\.name$/],
    ['not(beta)', 'unknown-function', 0, /write \$not\(value\)/],
    ['frobnicate(beta)', 'unknown-function', 0, /the functions are \$not/],
    ['$startWith(plan, "p")', 'unknown-function', 0, /\$startsWith/],
    ['$frobnicate(plan)', 'unknown-function', 0, /the functions are \$not/],
    ['$now() > 1', 'unknown-function', 0, /`during`/],
    ['$startsWith("p")', 'wrong-arity', 0, /\$startsWith\(text, prefix\)/],
    ['$segment()', 'wrong-arity', 0, /\$segment\("name"\)/],
    ['$segment(name)', 'wrong-type', 9, /\$segment\("eu-customers"\)/],
    ['$semver(version, minimum)', 'wrong-type', 17, /">=2\.1"/],
    ['$semver(version, ">=2.1.x.4")', 'invalid-range', 17, /\^1\.4/],
    ['$cidr(ip)', 'wrong-arity', 0, /\$cidr\(ip, "block", …\)/],
    ['$cidr(ip, office)', 'wrong-type', 10, /\$cidr\(ip, "10\.0\.0\.0\/8"\)/],
    ['$cidr(ip, "10.0.0.0/8", "10.1.2.3/16")', 'invalid-block', 24, /write "10\.1\.0\.0\/16"/],
    ['$before(since, "2026-01-01")', 'invalid-instant', 15, /2026-12-01T09:00:00\+01:00/],
    ['plan in "pro"', 'wrong-type', 5, /\$contains/],
    ['plan in 1', 'wrong-type', 5, /write a list/],
    ['plan in ["pro", team]', 'wrong-type', 16, /on its own/],
  ])('%s is refused', (source, code, offset, hint) => {
    const { tree, problems } = parseExpression(source)

    expect(tree).toBeUndefined()
    expect(problems).toEqual([expect.objectContaining({ code, offset, severity: 'error' })])
    expect(problems[0]!.hint).toMatch(hint)
  })

  it.each([
    ['plan in []', 'constant-condition', /empty list/],
    ['age < true', 'wrong-type', /not a boolean/],
    ['age < null', 'wrong-type', /not null/],
    ['$length(name) = "5"', 'wrong-type', /a number with a string/],
    ['$contains(email, 5)', 'wrong-type', /a string, not a number/],
    ['$lowercase(null) = "x"', 'wrong-type', /a string, not null/],
  ])('%s is refused, as it can never be true', (source, code, message) => {
    const { problems } = parseExpression(source)

    expect(problems).toEqual([expect.objectContaining({ code, severity: 'error' })])
    expect(problems[0]!.message).toMatch(message)
  })

  it('warns of two attributes that are compared, as quotes are easily forgotten', () => {
    const { tree, problems } = parseExpression('plan = pro')

    expect(tree).toEqual(['=', ['.', 'plan'], ['.', 'pro']])
    expect(problems).toEqual([
      {
        code: 'compared-attributes',
        severity: 'warning',
        offset: 7,
        message: 'two attributes are compared: plan and pro',
        hint: 'if a string is meant, write "pro"',
      },
    ])
  })

  it.each([
    ['beta = True', /write true, in small letters/],
    ['plan = None', /write null/],
    ['plan != undefined', /\$exists/],
    ['beta = on', /write true/],
    ['plan = constructor', /write "constructor"/],
  ])('says what may be meant by the name in %s', (source, hint) => {
    const { problems } = parseExpression(source)

    expect(problems).toEqual([expect.objectContaining({ code: 'compared-attributes', severity: 'warning' })])
    expect(problems[0]!.hint).toMatch(hint)
  })

  it.each(['age > "18"', 'version >= "2.1.0"', '"v2.1" < version'])(
    'warns of numbers and versions that are ordered as text, as in %s',
    (source) => {
      const { tree, problems } = parseExpression(source)

      expect(tree).toBeDefined()
      expect(problems).toEqual([expect.objectContaining({ code: 'compared-digits', severity: 'warning' })])
      expect(problems[0]!.hint).toMatch(/age >= 18.*\$semver\(version/)
    },
  )

  it.each(['age = "18"', 'version in ["2.1.0"]', 'since >= "2026-01-01"', 'name < "m2"'])(
    'does not warn of %s',
    (source) => {
      expect(parseExpression(source).problems).toEqual([])
    },
  )

  it('warns of `=` with a list, which asks for the whole list', () => {
    const { tree, problems } = parseExpression('plan = ["pro", "team"]')

    expect(tree).toBeDefined()
    expect(problems).toEqual([
      expect.objectContaining({ code: 'compared-list', severity: 'warning', offset: 7 }),
    ])
  })
})

describe('a number that would be read as another', () => {
  it.each<[source: string, offset: number, message: RegExp, hint: RegExp]>([
    ['id = 9007199254740993', 5, /9007199254740993 .* read as 9007199254740992$/, /"9007199254740993"$/],
    ['id = -9007199254740992', 6, /cannot be held exactly/, /quote it/],
    ['id = 1e21', 5, /cannot be held exactly/, /quote it/],
    ['id in [1, 12345678901234567890]', 10, /read as 12345678901234567000$/, /"12345678901234567890"$/],
    ['x < 3.14159265358979323846', 4, /cannot be held exactly/, /write 3\.141592653589793, the nearest/],
    [`x < 0.${'1'.repeat(80)}`, 4, /cannot be held exactly/, /write 0\.1111111111111111, the nearest/],
  ])('%s', (source, offset, message, hint) => {
    const { tree, problems } = parseExpression(source)

    expect(tree).toBeUndefined()
    expect(problems).toEqual([expect.objectContaining({ code: 'inexact-number', severity: 'error', offset })])
    expect(problems[0]!.message).toMatch(message)
    expect(problems[0]!.hint).toMatch(hint)
  })

  it.each(['9007199254740991', '-9007199254740991', '0.1', '0.10', '1.50e3', '1e-7', '-0', '5e-324'])(
    'is not %s',
    (number) => {
      expect(parseExpression(`x = ${number}`)).toEqual({
        tree: ['=', ['.', 'x'], Number(number)],
        problems: [],
      })
    },
  )
})

describe('what is outside the language', () => {
  it.each([
    ['age + 1 = 2', 4, 'arithmetic (`+`)'],
    ['age - 1 = 2', 4, 'arithmetic (`-`)'],
    ['-age = 1', 0, 'arithmetic (`-`)'],
    ['a & b = "ab"', 2, 'joining strings (`&`)'],
    ['a ? b = 1 : c = 1', 2, 'the conditional'],
    ['a ?: b', 3, 'the conditional'],
    ['a ?? b', 3, 'the conditional'],
    ['function($x) { $x = 1 }', 8, 'a lambda'],
    ['(function($x) { $x = 1 })(a)', 0, 'a lambda'],
    ['$x := 1', 3, 'a variable'],
    ['a@$x.b = 1', 0, 'a variable'],
    ['$x = 1', 0, 'the variable `$x`'],
    ['$.plan = "pro"', 0, 'the variable `$`'],
    ['plan ~> $lowercase = "x"', 5, 'chaining'],
    ['$contains(?, "x")', 9, 'partial application'],
    ['| a | b |', 0, 'a transformation'],
    ['a^(b) = 1', 1, 'sorting'],
    ['a.* = 1', 2, 'a wildcard (`*`)'],
    ['** = 1', 0, 'a wildcard (`**`)'],
    ['a.%.b = 1', 0, 'the parent operator'],
    ['%.a = 1', 0, 'the parent operator'],
    ['groups[0] = "a"', 0, 'a predicate'],
    ['groups[] = "a"', 0, 'a predicate'],
    ['(a = 1)[0]', 0, 'a predicate'],
    ['a{b: c} = 1', 0, 'an object'],
    ['{"a": 1} = a', 0, 'an object'],
    ['a in [1..3]', 7, 'a range'],
    ['(a = 1; b = 2)', 0, 'several expressions'],
    ['plan.$lowercase() = "pro"', 5, 'a call inside a path'],
    ['email = /@example/', 8, 'a regular expression anywhere but in $contains'],
    ['$startsWith(email, /"a/)', 19, 'a regular expression anywhere but in $contains'],
    ['$contains(/a/, email)', 10, 'a regular expression anywhere but in $contains'],
    ['email in ["a", /b/i]', 15, 'a regular expression anywhere but in $contains'],
    ['a./b/ = 1', 2, 'a regular expression anywhere but in $contains'],
    ['age / 2 / 3 = 1', 8, 'arithmetic (`/`)'],
  ])('%s', (source, offset, name) => {
    const { tree, problems } = parseExpression(source)

    expect(tree).toBeUndefined()
    expect(problems).toEqual([
      expect.objectContaining({ code: 'not-in-language', severity: 'error', offset }),
    ])
    expect(problems[0]!.message).toContain(name)
    expect(problems[0]!.message).toMatch(/not part of the language$/)
  })
})

describe('what cannot be read', () => {
  it.each([
    ['', 0, 'the expression is empty', /plan = "pro"/],
    ['plan = "pro', 7, 'this string is not closed', /end it with the quote/],
    ['"it\'s" = `plan', 9, 'this name in backquotes is not closed', /end it with a backquote/],
    ['plan = "\\q"', 8, '\\q is not an escape sequence', /backslash/],
    ['plan = "\\u12"', 8, 'four hex digits', /u00e9/],
    ['age < 1e999', 6, '1e999 is out of range', /2\^53/],
    ['plan = "pro" /* or', 13, 'comment is not closed', /end it with/],
    ['(plan = "pro"', 13, 'ends where `)` is expected', /write the missing `\)`/],
    ['plan = "pro")', 12, '`)` is not expected here', /leave it out/],
    ['plan =', 6, 'ends too early', /write a condition/],
    ['plan == "pro"', 5, '`==` is not an operator', /single `=`/],
    ['plan === "pro"', 5, '`===` is not an operator', /single `=`/],
    ['a = 1 && b = 2', 6, '`&&` is not an operator', /write `and`/],
    ['a = 1 || b = 2', 6, '`||` is not an operator', /write `or`/],
    ['!beta', 0, '`!` is not an operator', /\$not/],
    ['plan "pro"', 5, '`pro` is not expected', /double quotes/],
    ['[1, 2; 3] = a', 5, '`]` is expected here, not `;`', /with commas/],
    ['a.1 = 2', 2, '`1` cannot be a part of a path', /backquotes: `1`/],
    ['plan = “pro”', 7, 'is not the name of an attribute', /straight quotes/],
    ['naïve\u00a0name = 1', 0, 'is not the name of an attribute', /U\+00A0/],
    ['na\u200bme = 1', 0, 'is not the name of an attribute', /U\+200B/],
    ['naïve† = 1', 0, 'is not the name of an attribute', /backquotes/],
    ['() = 1', 0, 'parentheses are empty', /leave them out/],
    ['`` = 1', 0, 'is not the name of an attribute', /backquotes/],
  ])('%s', (source, offset, message, hint) => {
    const { tree, problems } = parseExpression(source)

    expect(tree).toBeUndefined()
    expect(problems).toEqual([
      expect.objectContaining({ code: 'expression-syntax', severity: 'error', offset }),
    ])
    expect(problems[0]!.message).toContain(message)
    expect(problems[0]!.hint).toMatch(hint)
  })
})

describe('what is too large', () => {
  const comparisons = (count: number) => Array.from({ length: count }, () => 'a = 1').join(' and ')

  it.each([
    ['a source beyond 4 KiB', `a = "${'x'.repeat(4096)}"`, /at most 4096 characters/],
    ['brackets open beyond all reason', `${'('.repeat(65)}a = 1${')'.repeat(65)}`, /64 brackets/],
    ['more than 256 nodes', comparisons(64), /has 257/],
    ['a list of more than 252 literals', `a in [${'1,'.repeat(252)}1]`, /has 257/],
    ['more blocks than there may be nodes', `$cidr(a, ${'"::/0",'.repeat(253)}"::/0")`, /has 257/],
    ['calls nested too deep', `${'$not('.repeat(32)}a = 1${')'.repeat(32)}`, /32 deep/],
  ])('%s', (_what, source, message) => {
    const { tree, problems } = parseExpression(source)

    expect(tree).toBeUndefined()
    expect(problems).toEqual([expect.objectContaining({ code: 'expression-too-large', severity: 'error' })])
    expect(problems[0]!.message).toMatch(message)
  })

  it('accepts what is just within the bounds', () => {
    expect(parseExpression(comparisons(63)).tree).toBeDefined()
    expect(parseExpression(`a in [${'1,'.repeat(251)}1]`).tree).toBeDefined()
    expect(parseExpression(`a = "${'x'.repeat(4090)}"`).tree).toBeDefined()
  })
})

it('never throws and always says what is wrong, whatever it is given', () => {
  const fragments = fc.constantFrom(
    ...[
      'plan',
      '"pro"',
      '=',
      '!=',
      'in',
      'and',
      'or',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      '.',
      ' ',
      '-',
      '*',
      '%',
      '^',
    ],
    ...[
      '$not',
      '$',
      '$$',
      ':=',
      '~>',
      '?',
      ':',
      ';',
      '@',
      '#',
      '|',
      '/',
      '`',
      '"',
      '\\',
      '1',
      'true',
      'null',
      '??',
    ],
  )
  const sources = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fragments, { maxLength: 16 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(sources, (source) => {
      const { tree, problems } = parseExpression(source)
      expect(tree === undefined).toBe(problems.some(({ severity }) => severity === 'error'))
      for (const { message, hint, offset } of problems) {
        expect(message).not.toBe('')
        expect(hint).not.toBe('')
        expect(offset).toBeGreaterThanOrEqual(0)
        expect(offset).toBeLessThanOrEqual(source.length)
      }
    }),
    { numRuns: 3000 },
  )
})
