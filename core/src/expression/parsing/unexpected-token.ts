import { INSTANT_IS_TEXT } from './refused-syntax.ts'

const AGAIN = 'on each side of `and` and `or` is a whole condition: age >= 18 and age < 65'
const NUMBER = 'a number is written like 5, -5, 0.5 or 1e3'
const NOT = 'write $not(…) around a condition: $not(plan in ["pro", "team"])'
const PART = 'write $contains(text, "part"), or for an item of a list "item" in list'
const PATH = 'a path has one dot between two names: address.country'
const PATTERN = 'write $contains(text, /pattern/)'

/** What people write by mistake: how it begins, what to write instead, and how what is before it ends. */
const MISTAKES: readonly (readonly [begins: RegExp, hint: string, before?: RegExp])[] = [
  [/^(?:=|<|>|!=|in\b)/, AGAIN, /\b(?:and|or)\s+$/],
  [/^/, NOT, /(?:^|[\s$(])not\s+$/i],
  [/^/, 'leave out `$1`', /(?:^|\()\s*(if|when|where)\s+$/i],
  [/^/, '`$1` stands between two conditions', /(?:^|\(|\band|\bor)\s*(and|or)\s+$/],
  [/^(?:and|or|in)\b/i, 'operators are in small letters: `and`, `or`, `in`'],
  [/^not\b/i, NOT],
  [/^(?:contains|includes|has)\b/i, PART],
  [/^(?:match(?:es)?|regex|~)/i, PATTERN],
  [/^like\b/i, 'write $startsWith(text, "…"), $endsWith(text, "…") or $contains(text, "…")'],
  [/^(?:starts|begins)_?with\b/i, 'write $startsWith(text, "prefix")'],
  [/^ends_?with\b/i, 'write $endsWith(text, "suffix")'],
  [/^is\b/i, 'equality is `=`; for what is missing write $exists(plan) or $not($exists(plan))'],
  [/^eq(?:uals)?\b/i, 'equality is `=`'],
  [/^ne\b/i, 'inequality is `!=`'],
  [/^(?:g|l)(?:te?|e)\b/i, 'the comparisons are `<`, `<=`, `>` and `>=`'],
  [/^between\b/i, 'write both bounds: age >= 18 and age < 65'],
  [/^\d/, INSTANT_IS_TEXT, /\b\d{4}[-/]\d*$/],
  [/^\d+:\d\d/, INSTANT_IS_TEXT],
  [/^(?:[\w%\p{Sc}]|,\d)/u, NUMBER, /\d$/],
  [/^[.+]\d/, NUMBER],
  [/^\./, PATH],
  [/^/, PATH, /\.\s*$/],
  [/^[\w"']/, 'the arguments of a function are in parentheses: $exists(plan)', /\$\w+\s+$/],
  [/^\w*["']/, 'text with a quote in it goes in the other quotes: "it\'s"', /["']$/],
  [/^\|/, 'for a disjunction write `or`'],
  [/^(?:[)\]}]|;\s*$)/, 'leave it out'],
  [/^[,;]/, 'join conditions with `and` or `or`; a list is in brackets: ["pro", "team"]'],
]

const ANYTHING_ELSE =
  'between two values is an operator, and text is in double quotes: plan = "pro" and beta = true'

/** What to write instead of a token that cannot stand where it does. */
export function hintForToken(source: string, start: number): string {
  const before = source.slice(0, start)
  const from = source.slice(start)
  for (const [begins, hint, ends = /$/] of MISTAKES) {
    const end = begins.test(from) ? ends.exec(before) : null
    if (end !== null) return hint.replace('$1', end[1] ?? '')
  }
  return ANYTHING_ELSE
}
