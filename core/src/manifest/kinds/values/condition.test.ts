import { describe, expect, it } from 'vitest'
import { EXPRESSION_PROBLEM_CODES } from '../../../expression/parsing/parsed-expression.ts'
import type { ExpressionProblemCode } from '../../../expression/parsing/parsed-expression.ts'
import { parseManifestFile } from '../../parse-manifest.ts'

/** Stands in a text where its problem is, and is taken out before the text is read. */
const MARK = '▲'

/** For each problem, lines of a condition that has it and nothing else. */
const FAULTS: Readonly<Record<ExpressionProblemCode, readonly string[]>> = {
  'expression-syntax': ['beta = true and', `plan ${MARK}== "it's"`],
  'expression-too-large': ['beta = true and', `${'('.repeat(64)}${MARK}(age = 1${')'.repeat(65)}`],
  'inexact-number': ['name = "O\'Hara" and', `account in [1, ${MARK}9007199254740993]`],
  'not-in-language': ['name = "O\'Hara" and', `device${MARK}-type = "phone"`],
  'unknown-function': ['name = "O\'Hara" and', `${MARK}$startWith(plan, "p")`],
  'wrong-arity': ['name = "a \\"quote\\"" and', `(age = 1 or ${MARK}$startsWith("p"))`],
  'wrong-type': ['name = "O\'Hara" and', `plan ${MARK}in "pro"`],
  'invalid-range': ['name = "a \\\\ b" and', `$semver(version, ${MARK}">=2.1.x.4")`],
  'invalid-instant': ['name = "ä😀" and', `$before(since, ${MARK}"2026-01-01")`],
  'invalid-block': ['name = "O\'Hara" and', `$cidr(ip, "::/0", ${MARK}"10.0.0.1/8")`],
  'not-a-condition': ['plan = "pro" or', `${MARK}"it's"`],
  'constant-condition': ['name = "O\'Hara" and', `${MARK}1 = 1`],
  'compared-attributes': ['name = "O\'Hara" and', `plan = ${MARK}pro`],
  'compared-digits': ['name = "O\'Hara" and', `version >= ${MARK}"2.1.0"`],
  'compared-list': ['name = "O\'Hara" and', `plan = ${MARK}["pro", "team"]`],
}

/** Problems within a token, for their codes. */
const FAULTS_OF_REGEXES: readonly (readonly [ExpressionProblemCode, readonly string[]])[] = [
  ['not-in-language', ['name = "O\'Hara" and', `$contains(email, /"\\d'${MARK}(?=b)/)`]],
  ['not-in-language', ['name = "ä😀" and', `$contains(email, /\\\\\\.[^"\\d]/${MARK}g)`]],
  ['expression-syntax', ['name = "O\'Hara" and', `$contains(email, /a\\/b${MARK}{3,2}/)`]],
]

/** How a condition of several lines is written under `if`. */
const STYLES: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  plain: (lines) => ` ${lines.join('\n        ')}`,
  'single-quoted': (lines) => ` '${lines.join('\n        ').replaceAll("'", "''")}'`,
  'double-quoted': (lines) => ` "${lines.join('\n        ').replaceAll(/["\\]/g, '\\$&')}"`,
  'double-quoted with escapes': (lines) =>
    ` "${lines.join('\n        ').replaceAll(/[\\"']/g, (character) => `\\x${hexOf(character)}`)}"`,
  folded: (lines) => ` >-\n        ${lines.join('\n        ')}`,
  literal: (lines) => ` |\n        ${lines.join('\n        ')}`,
}

const utf8 = (text: string) => new TextEncoder().encode(text)

const hexOf = (character: string) => character.charCodeAt(0).toString(16)

const flagWith = (condition: string) => `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: checkout-redesign
spec:
  type: boolean
  defaultVariant: off
  rules:
    - name: staff
      if:${condition}
      serve: on
`

describe('a problem of a condition has its exact place', () => {
  describe.each(Object.entries(STYLES))('in a %s scalar', (_style, write) => {
    it.each([...EXPRESSION_PROBLEM_CODES.map((code) => [code, FAULTS[code]] as const), ...FAULTS_OF_REGEXES])(
      '%s',
      (code, lines) => {
        const marked = flagWith(write(lines))
        const before = marked.slice(0, marked.indexOf(MARK)).split('\n')
        const bytes = utf8(marked.replace(MARK, ''))
        const { issues } = parseManifestFile({ path: 'flags/a.yaml', bytes })

        expect(issues.map(({ code, line, column, path }) => [code, line, column, path])).toEqual([
          [code, before.length, (before.at(-1) ?? '').length + 1, 'spec.rules[0].if'],
        ])
      },
    )
  })
})
