import type { ProblemText } from '../../parsing/reduction.ts'

type Refusal = readonly [name: string, hint: string]

const ON_ITS_OWN = 'ask for it with a condition of its own: $contains(…) and $not($contains(…))'
const UNNAMED = 'nothing asks for what a group matched: write (…)'
const FLAGS = 'the flags i and m stand behind the pattern and are for all of it: /…/i'

/** By how a group begins; the first that fits. */
const GROUPS: Readonly<Record<string, Refusal>> = {
  '(?=': ['a look-ahead `(?=`', ON_ITS_OWN],
  '(?!': ['a look-ahead `(?!`', ON_ITS_OWN],
  '(?<=': ['a look-behind `(?<=`', ON_ITS_OWN],
  '(?<!': ['a look-behind `(?<!`', ON_ITS_OWN],
  '(?<': ['a named group `(?<`', UNNAMED],
  '(?P<': ['a named group `(?P<`', UNNAMED],
  '(?P=': ['a back-reference `(?P=`', 'write out what is to come again'],
  '(?>': ['an atomic group `(?>`', 'write (…): nothing is ever tried twice'],
  '(?#': ['a comment `(?#`', 'a comment stands outside of the pattern: /* … */'],
  '(?': ['a flag within the pattern `(?`', FLAGS],
}

const ANCHORS = 'write ^ for the beginning of the text and $ for its end'
const RANGES = 'write the ranges out: [a-zà-ÿ]'
const CODES = 'write two hex digits (\\x41), four (\\u00e9), or the character itself'

/** By what follows the backslash. */
const ESCAPES: Readonly<Record<string, Refusal>> = {
  0: ['an octal escape `\\0`', 'write \\x00'],
  b: ['`\\b` in a class', 'a backspace is \\x08'],
  B: ['`\\B` in a class', 'outside of a class it is a place where no word begins or ends'],
  k: ['a back-reference `\\k`', 'write out what is to come again'],
  A: ['the anchor `\\A`', ANCHORS],
  Z: ['the anchor `\\Z`', ANCHORS],
  z: ['the anchor `\\z`', ANCHORS],
  G: ['the anchor `\\G`', ANCHORS],
  p: ['a Unicode property `\\p`', RANGES],
  P: ['a Unicode property `\\P`', RANGES],
  x: ['`\\x` without two hex digits', CODES],
  u: ['`\\u` without four hex digits', CODES],
  c: ['a control escape `\\c`', 'write two hex digits: \\x0a'],
  Q: ['quoting with `\\Q`', 'write a backslash before each of . * + ? ( ) [ ] { } ^ $ | \\ and /'],
}

export function refusedGroup(start: string): ProblemText {
  const [, refusal] = Object.entries(GROUPS).find(([begin]) => start.startsWith(begin)) as [string, Refusal]
  return refused(refusal)
}

export function refusedEscape(character: string): ProblemText {
  if (/[1-9]/.test(character)) {
    return refused([`a back-reference \`\\${character}\``, 'write out what is to come again'])
  }
  return refused(
    ESCAPES[character] ?? [`the escape \`\\${character}\``, `write ${character} without the backslash`],
  )
}

export function refused([name, hint]: Refusal): ProblemText {
  return { code: 'not-in-language', message: `${name} is not part of regular expressions here`, hint }
}

export function malformed(message: string, hint: string): ProblemText {
  return { code: 'expression-syntax', message, hint }
}

export function tooLarge(message: string, hint: string): ProblemText {
  return { code: 'expression-too-large', message, hint }
}
