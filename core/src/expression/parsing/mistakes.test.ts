import { describe, expect, it } from 'vitest'
import { parseExpression } from './parse-expression.ts'

/** Stands where the problem is said to be, and is taken out before the condition is read. */
const MARK = '▲'

describe('what someone may write who knows other languages has a hint', () => {
  it.each<[source: string, hint: RegExp]>([
    ['age ▲=> 18', /at least is `>=`/],
    ['age ▲=< 18', /at most is `<=`/],
    ['plan ▲<> "pro"', /inequality is `!=`/],
    ['plan ▲:= "pro"', /equality is a single `=`/],
    ['email ▲=~ /x/', /\$contains\(text, \/pattern\/\)/],
    ['email ▲~ "x"', /\$contains\(text, \/pattern\/\)/],
    ['email ▲matches /x/', /\$contains\(text, \/pattern\/\)/],
    ['plan ▲contains "p"', /\$contains\(text, "part"\)/],
    ['email ▲like "%p"', /\$startsWith/],
    ['email ▲startsWith "p"', /\$startsWith/],
    ['email ▲ends_with "p"', /\$endsWith/],
    ['plan ▲is null', /\$not\(\$exists\(plan\)\)/],
    ['plan ▲equals "pro"', /equality is `=`/],
    ['plan ▲ne "pro"', /inequality is `!=`/],
    ['age ▲gte 18', /`>=`/],
    ['age ▲between 18 and 65', /age >= 18 and age < 65/],
    ['age >= 18 and ▲< 65', /age >= 18 and age < 65/],
    ['plan = "a" or ▲= "b"', /each side of `and` and `or`/],
    ['18 <= age ▲< 65', /18 <= age and age < 65/],
    ['beta = true ▲AND plan = "pro"', /in small letters/],
    ['plan ▲IN ["pro"]', /in small letters/],
    ['plan ▲not in ["pro"]', /\$not\(…\)/],
    ['not ▲beta = true', /\$not\(…\)/],
    ['$not ▲beta', /\$not\(…\)/],
    ['plan = "pro" and not ▲beta', /\$not\(…\)/],
    ['if ▲plan = "pro"', /leave out `if`/],
    ['and ▲beta = true', /`and` stands between two conditions/],
    ['a = 1 and or ▲beta = true', /`or` stands between two conditions/],
    ['plan = "pro" ▲beta = true', /between two values is an operator/],
    ['plan ▲"pro"', /between two values is an operator/],
    ['age ▲1.50', /between two values is an operator/],
    ['a = 1▲, b = 1', /join conditions with `and` or `or`/],
    ['a = 1▲; b = 1', /join conditions with `and` or `or`/],
    ['plan in ("a"▲, "b")', /a list is in brackets/],
    ['plan in ["a" ▲"b"]', /with commas/],
    ['plan in ▲{"a", "b"}', /properties one by one/],
    ['plan = "pro" ▲# all of them', /a comment between/],
    ['plan = "pro" ▲// all of them', /a comment is between/],
    ["plan = 'it'▲s'", /in the other quotes/],
    ['age > 1▲_000', /a number is written like/],
    ['age > 0▲x1f', /a number is written like/],
    ['age > 18▲,5', /a number is written like/],
    ['age > ▲.5', /a number is written like/],
    ['age > ▲+5', /a number is written like/],
    ['version >= ▲2.1.0', /\$semver\(version/],
    ['ip = ▲10.0.0.1', /\$cidr\(ip/],
    ['ip ▲in "10.0.0.0/8"', /\$cidr\(ip, "10\.0\.0\.0\/8"\)/],
    ['since > 2026-▲01-01', /an instant is text/],
    ['since > 2026-11▲-21', /an instant is text/],
    ['$device▲-type = "phone"', /backquotes: `device-type`$/],
    ['plan = pro▲-plus', /double quotes, a name with a hyphen in backquotes/],
    ['plan =▲\u00a0"pro"', /not seen, U\+00A0/],
    ['plan = ▲«pro»', /straight quotes/],
    ['plan.▲contains("p")', /\$contains\(text, part\)/],
    ['groups.▲includes("p")', /"item" in list/],
    ['plan.▲frobnicate()', /around the path/],
    ['▲now() > "2026"', /`during`/],
    ['▲$matches(email, /x/)', /\$contains\(text, \/pattern\/\)/],
    ['▲$AND(a = 1, b = 1)', /write `and` or `or`/],
    ['▲random() < 0.5', /`percent`/],
    ['▲len(plan) > 3', /\$length\(text\)/],
    ['plan = (▲"a" or b = 1)', /plan in \["pro", "team"\]/],
    ['plan in [▲pro]', /text goes in double quotes/],
    ['plan = ▲"pro', /end it with the quote/],
  ])('%s', (marked, hint) => {
    const source = marked.replace(MARK, '')
    const { problems } = parseExpression(source)

    expect(problems).toEqual([expect.objectContaining({ offset: marked.indexOf(MARK), severity: 'error' })])
    expect(problems[0]!.hint).toMatch(hint)
  })
})
