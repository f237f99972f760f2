import { describe, expect, it } from 'vitest'
import type { Expression } from '../expression.ts'
import { compileMatcher } from './compile-matcher.ts'
import { parsePattern } from './parsing/parse-pattern.ts'

describe('a program', () => {
  const lower = 'a{'
  const back = (-1 << 16) | 0xffff

  it('reads one of each set in turn, from the beginning of the text', () => {
    const finds = compileMatcher(['[]', '', '', lower, '0:'])

    expect([finds('a0'), finds('z9!'), finds('a'), finds('xa0'), finds('')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('goes both ways at a fork', () => {
    const finds = compileMatcher(['[]', '', '', lower, back, '0:'])

    expect([finds('a0'), finds('abc0'), finds('0')]).toEqual([true, true, false])
  })

  it('goes where a fork leads only in the places the fork allows', () => {
    const betweenWordAndOther = 1 << 4
    const finds = compileMatcher(['[]', lower, '', lower, (2 << 16) | betweenWordAndOther, '', '\0'])

    expect([finds('a!'), finds('ab'), finds('a')]).toEqual([true, false, false])
  })

  it('is the same after it travelled as JSON', () => {
    const { program } = parsePattern('^[^\\ue000-\\uffff☃]\\b🎉$', 'm')
    const travelled = JSON.parse(JSON.stringify(program)) as Expression

    expect(travelled).toEqual(program)
    expect(new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(program)))).toBe(
      JSON.stringify(program),
    )
    expect(compileMatcher(travelled)('a🎉')).toBe(true)
    expect(compileMatcher(travelled)('\ufffda🎉')).toBe(false)
  })

  it.each<[what: string, tree: unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'a{'],
    ['a path', ['.', '', '', 'a{']],
    ['an instruction that is neither set nor fork', ['[]', '', '', true]],
    ['an instruction that is null', ['[]', '', '', null]],
    ['a list within it', ['[]', '', '', ['[]', 'a']]],
    ['a fork behind the end', ['[]', '', '', (3 << 16) | 0xffff, 'a{']],
    ['a fork before the first instruction', ['[]', '', '', 'a{', (-2 << 16) | 0xffff]],
  ])('is not %s', (_what, tree) => {
    expect(() => compileMatcher(tree as Expression)).toThrow(
      new TypeError('a regular expression is malformed'),
    )
  })
})

describe('the work for a text', () => {
  const LENGTH = 100_000
  const aaa = 'a'.repeat(LENGTH)

  /** A test of texts, and how often it has looked at an instruction. */
  function counted(source: string): {
    finds: (text: string) => boolean
    looks: () => number
    instructions: number
  } {
    const program = parsePattern(source, '').program!
    let looks = 0
    const watched = new Proxy(program, {
      get(target, key) {
        looks++
        return Reflect.get(target, key) as unknown
      },
    })
    const finds = compileMatcher(watched)
    looks = 0
    return { finds, looks: () => looks, instructions: program.length }
  }

  it.each([
    ['(a+)+$', `${aaa}!`, false],
    ['^(a+)+$', aaa, true],
    ['^(a|a)*b', aaa, false],
    ['(.*)*x', aaa, false],
    ['(.*)*x', `${aaa}x`, true],
    ['(a|aa)+$', `${aaa}b`, false],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', aaa, false],
    ['(x+x+)+y', 'x'.repeat(LENGTH), false],
    ['\\b(a+)+\\b!', aaa, false],
  ])(
    'of %s is a look-up a character, however often there is something to try again',
    (source, text, expected) => {
      const { finds, looks } = counted(source)

      expect(finds(text)).toBe(expected)
      expect(looks()).toBeLessThan(1000)
    },
  )

  it.each([
    ['a{1000}', `${'a'.repeat(999)}b`.repeat(LENGTH / 1000), false],
    ['^(.{0,500}b){2}$', aaa, false],
    ['(a|b)*a(a|b){12}c', pseudoRandom(LENGTH / 2), false],
    ['[ab]*a[ab]{12}c', `${pseudoRandom(LENGTH / 2)}a${'b'.repeat(12)}c`, true],
  ])('of %s is at most a look at each instruction a character', (source, text, expected) => {
    const { finds, looks, instructions } = counted(source)

    expect(finds(text)).toBe(expected)
    expect(looks()).toBeLessThanOrEqual((text.length + 1) * (instructions + 1))
  })

  it('is done when it is certain', () => {
    const { finds, looks } = counted('^ab')

    expect(finds(`ab${aaa}`)).toBe(true)
    expect(finds(`b${aaa}`)).toBe(false)
    expect(looks()).toBeLessThan(20)
  })

  it('is remembered for the next text', () => {
    const { finds, looks } = counted('[ab]*a[ab]{4}c')
    const text = pseudoRandom(1000)
    finds(text)
    const first = looks()
    finds(text)

    expect(looks()).toBe(first)
  })

  it('is forgotten where there is too much to remember, and done again', () => {
    const { finds, looks } = counted('[ab]*a[ab]{700}c')
    const text = pseudoRandom(2500)
    finds(text)
    const first = looks()

    expect(finds(text)).toBe(false)
    expect(looks()).toBeGreaterThan(1.2 * first)
    expect(finds(`${text}a${'b'.repeat(700)}c`)).toBe(true)
  })
})

/** Of a and b, by the minimal standard generator. */
function pseudoRandom(length: number): string {
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 16_807) % 2_147_483_647
    return state % 2 === 0 ? 'a' : 'b'
  }).join('')
}
