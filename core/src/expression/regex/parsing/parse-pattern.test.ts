import { describe, expect, it } from 'vitest'
import { compileMatcher } from '../compile-matcher.ts'
import { parsePattern } from './parse-pattern.ts'

describe('a form that is no part of regular expressions here', () => {
  it.each<[pattern: string, offset: number, name: string, hint: RegExp]>([
    ['a(?=b)', 2, 'a look-ahead `(?=`', /a condition of its own/],
    ['a(?!b)', 2, 'a look-ahead `(?!`', /\$not/],
    ['(?<=a)b', 1, 'a look-behind `(?<=`', /a condition of its own/],
    ['(?<!a)b', 1, 'a look-behind `(?<!`', /\$not/],
    ['(?<year>a)', 1, 'a named group `(?<`', /write \(…\)/],
    ['(?P<year>a)', 1, 'a named group `(?P<`', /write \(…\)/],
    ['(a)(?P=a)', 4, 'a back-reference `(?P=`', /write out/],
    ['(?>a)', 1, 'an atomic group', /write \(…\)/],
    ['a(?#b)', 2, 'a comment', /outside/],
    ['(?i)a', 1, 'a flag within the pattern', /behind the pattern/],
    ['(?i:a)', 1, 'a flag within the pattern', /behind the pattern/],
    ['(?-m:a)', 1, 'a flag within the pattern', /behind the pattern/],
    ['(a)\\1', 4, 'a back-reference `\\1`', /write out/],
    ['(a)\\k<a>', 4, 'a back-reference `\\k`', /write out/],
    ['a\\0', 2, 'an octal escape', /\\x00/],
    ['\\Aa', 1, 'the anchor `\\A`', /write \^/],
    ['a\\z', 2, 'the anchor `\\z`', /write \^/],
    ['a\\Z', 2, 'the anchor `\\Z`', /write \^/],
    ['\\Ga', 1, 'the anchor `\\G`', /write \^/],
    ['\\p{L}', 1, 'a Unicode property `\\p`', /ranges/],
    ['[a\\P{L}]', 3, 'a Unicode property `\\P`', /ranges/],
    ['[[:alpha:]]', 2, 'a named class `[:`', /ranges/],
    ['\\Qa\\E', 1, 'quoting', /backslash before each/],
    ['\\cJ', 1, 'a control escape', /\\x0a/],
    ['\\x4', 1, '`\\x` without two hex digits', /four/],
    ['\\x{41}', 1, '`\\x` without two hex digits', /four/],
    ['\\u{1f600}', 1, '`\\u` without four hex digits', /the character itself/],
    ['\\u12', 1, '`\\u` without four hex digits', /the character itself/],
    ['[\\b]', 2, '`\\b` in a class', /\\x08/],
    ['[\\B]', 2, '`\\B` in a class', /outside/],
    ['a\\e', 2, 'the escape `\\e`', /write e without/],
    ['\\é', 1, 'the escape `\\é`', /write é without/],
    ['a\\_', 2, 'the escape `\\_`', /write _ without/],
    ['\\ud83d', 1, 'half of a surrogate pair', /whole character/],
    ['[a\\ude00]', 3, 'half of a surrogate pair', /whole character/],
    ['\ud83da', 1, 'half of a surrogate pair', /whole character/],
  ])('%s', (pattern, offset, name, hint) => {
    const { problem } = parsePattern(pattern, '')

    expect(problem).toMatchObject({ code: 'not-in-language', offset })
    expect(problem?.message).toContain(name)
    expect(problem?.message).toMatch(/ is not part of regular expressions here$/)
    expect(problem?.hint).toMatch(hint)
  })

  it.each<[pattern: string, offset: number, name: string]>([
    ['aé', 2, 'é with the flag i'],
    ['[aß]', 3, 'ß with the flag i'],
    ['[a-zà-ÿ]', 5, 'the range à-ÿ with the flag i'],
    ['\\u00c9', 1, 'É with the flag i'],
  ])('%s with the flag i, which is for the letters of ASCII', (pattern, offset, name) => {
    expect(parsePattern(pattern, '').problem).toBeUndefined()

    const { problem } = parsePattern(pattern, 'i')
    expect(problem).toMatchObject({ code: 'not-in-language', offset })
    expect(problem?.message).toContain(name)
    expect(problem?.hint).toMatch(/both cases/)
  })
})

describe('a pattern that cannot be read', () => {
  it.each<[pattern: string, offset: number, message: RegExp, hint: RegExp]>([
    ['*a', 1, /nothing before this/, /\\\*/],
    ['a|+', 3, /nothing before this/, /backslash/],
    ['(?:?)', 4, /nothing before this/, /backslash/],
    ['{2}', 1, /nothing before this/, /backslash/],
    ['a**', 3, /repeated again/, /group/],
    ['a++', 3, /repeated again/, /group/],
    ['a??+', 4, /repeated again/, /group/],
    ['a{2}{3}', 5, /repeated again/, /group/],
    ['^*a', 2, /not repeated/, /leave out/],
    ['a\\b{2}', 4, /not repeated/, /leave out/],
    ['a{3,2}', 2, /from 3 to 2/, /\{2,3\}/],
    ['a{,2}', 2, /this \{ stands alone/, /\\\{/],
    ['a{', 2, /this \{ stands alone/, /\\\{/],
    ['a{b}', 2, /this \{ stands alone/, /\\\{/],
    ['a}', 2, /this \} stands alone/, /\\\}/],
    ['a]', 2, /this \] stands alone/, /\\\]/],
    ['(a', 1, /group is not closed/, /\\\(/],
    ['a(b(c)', 2, /group is not closed/, /\\\(/],
    ['a)', 2, /closes no group/, /\\\)/],
    ['[a', 1, /class is not closed/, /\\\[/],
    ['a[]', 2, /the class \[\] is empty/, /\\\]/],
    ['[^]', 1, /the class \[\^\] is empty/, /\\\]/],
    ['[]a]', 1, /the class \[\] is empty/, /\\\]/],
    ['[z-a]', 2, /z-a is out of order/, /lower first/],
    ['[\\w-z]', 2, /one character to another/, /\\-/],
    ['[a-\\d]', 2, /one character to another/, /\\-/],
  ])('%s', (pattern, offset, message, hint) => {
    const { problem } = parsePattern(pattern, '')

    expect(problem).toMatchObject({ code: 'expression-syntax', offset })
    expect(problem?.message).toMatch(message)
    expect(problem?.hint).toMatch(hint)
  })
})

describe('a pattern that is too large', () => {
  it.each<[pattern: string, offset: number, message: RegExp]>([
    ['a{1001}', 2, /at most 1000 times/],
    ['a{2,1001}', 2, /at most 1000 times/],
    ['a{99999999999999999999,}', 2, /at most 1000 times/],
    ['((a{1000}){1000}){1000}', 0, /more than 2048 steps/],
    ['(a|b){1000}', 0, /more than 2048 steps/],
    ['(abc){0,600}', 0, /more than 2048 steps/],
    ['ab'.repeat(1025), 0, /more than 2048 steps/],
    [`${'('.repeat(65)}a${')'.repeat(65)}`, 65, /more than 64 groups/],
  ])('%s', (pattern, offset, message) => {
    const { problem } = parsePattern(pattern, '')

    expect(problem).toMatchObject({ code: 'expression-too-large', offset })
    expect(problem?.message).toMatch(message)
  })

  it.each(['a{1000}', 'a{1,1000}', '[^x]{2,1000}', `${'('.repeat(64)}a${')'.repeat(64)}`])(
    'is not %s',
    (pattern) => {
      expect(parsePattern(pattern, '').problem).toBeUndefined()
    },
  )
})

describe('a pattern that says nothing', () => {
  it.each(['', 'a*', 'a|', '(a?|b{0,3})', '.*', 'a{0}', '(a*)*', '$|a*', '()'])(
    '%s is in every text',
    (pattern) => {
      const { problem } = parsePattern(pattern, '')

      expect(problem).toMatchObject({ code: 'constant-condition', offset: 0 })
      expect(problem?.hint).toMatch(/\^ and \$/)
    },
  )

  it.each(['^$', '\\b', '^a*$', '(^|a)b*$', 'a*b'])('%s may be missing', (pattern) => {
    expect(parsePattern(pattern, '').problem).toBeUndefined()
  })
})

describe('what a pattern reads', () => {
  it.each<[pattern: string, text: string]>([
    ['^\\-\\@\\"\\:\\ \\/$', '-@": /'],
    ['^[-a]+$', 'a-'],
    ['^[a-]+$', 'a-'],
    ['^[\\w-]+$', 'a-b'],
    ['^[a-c-e]+$', 'b-e'],
    ['^[[]$', '['],
    ['^[a^]+$', '^a'],
    ['^[.*+?()|{}$]+$', '.*+?()|{}$'],
    ['^\\ud83d\\ude00$', '😀'],
    ['^[😀-😂]$', '😁'],
    ['^\\x41\\u00e9$', 'Aé'],
    ['^\\f\\n\\r\\t\\v$', '\f\n\r\t\v'],
    ['^[^\\x00-\\x1f]$', '\ud83d'],
    ['^(?:a|b)(c)$', 'bc'],
    ['^a{0}b$', 'b'],
  ])('%s is in %j', (pattern, text) => {
    expect(compileMatcher(parsePattern(pattern, '').program!)(text)).toBe(true)
  })

  it('skips nothing at the beginning where it stands at the beginning of the text', () => {
    expect(parsePattern('^a', '').program).toHaveLength(6)
    expect(parsePattern('a', '').program).toHaveLength(7)
  })

  it('asks for words and lines only where the pattern does', () => {
    expect(parsePattern('^a$', '').program!.slice(1, 3)).toEqual(['', ''])
    expect(parsePattern('\\ba', '').program!.slice(1, 3)).toEqual(['0:A[_`a{', ''])
    expect(parsePattern('^a', 'm').program!.slice(1, 3)).toEqual(['', '\n\v\r\u000e\u2028\u202a'])
  })
})
