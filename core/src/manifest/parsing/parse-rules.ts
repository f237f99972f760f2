import {
  FULL_SHARE,
  type AttributePath,
  type During,
  type Rule,
  type RuleOutcome,
  type Share,
} from '../flag.ts'
import type { DocumentPath } from '../issue.ts'
import { defined } from './defined.ts'
import type { DocumentReader } from './document-reader.ts'
import { parseAttributePath } from './parse-attribute-path.ts'
import { parseCondition } from './parse-condition.ts'
import { parseInstant } from './parse-instant.ts'
import { formatShare, parseShare } from './parse-share.ts'

export interface WrittenRule {
  readonly name: string
  readonly if?: string
  readonly during?: { readonly from?: string; readonly until?: string }
  readonly percent?: number
  readonly by?: string
  readonly seed?: string
  readonly serve?: string
  readonly split?: readonly { readonly variant: string; readonly weight: number }[]
}

/** The rules at `path` of a flag; `seed` is what shares are drawn with where a rule does not say. */
export function parseRules(
  written: readonly WrittenRule[],
  path: DocumentPath,
  reader: DocumentReader,
  seed: string,
): Rule[] {
  reportRepeatedNames(written, path, reader)
  return written.map((rule, index) => parseRule(rule, [...path, index], reader, seed))
}

function parseRule(written: WrittenRule, path: DocumentPath, reader: DocumentReader, seed: string): Rule {
  const condition = written.if === undefined ? undefined : parseCondition(written.if, [...path, 'if'], reader)
  return defined({
    name: written.name,
    if: condition,
    during: written.during && parseDuring(written.during, [...path, 'during'], reader),
    percent: written.percent === undefined ? FULL_SHARE : readShare([...path, 'percent'], reader),
    by: parseBy(written.by, [...path, 'by'], reader),
    seed: written.seed ?? seed,
    outcome: parseOutcome(written, path, reader),
  })
}

/** The attribute that shares are drawn by, or that holds a key. */
export function parseBy(written = 'targetingKey', path: DocumentPath, reader: DocumentReader): AttributePath {
  const attribute = parseAttributePath(written)
  if (attribute) return attribute
  reader.report({
    code: 'malformed-path',
    message: `\`${written}\` is not the path of an attribute`,
    hint: 'join names with dots, as in address.country; put names with other characters in backquotes',
    path,
  })
  return []
}

function parseOutcome(written: WrittenRule, path: DocumentPath, reader: DocumentReader): RuleOutcome {
  if (written.serve !== undefined) return { serve: written.serve }
  const split = (written.split ?? []).map(({ variant }, index) => ({
    variant,
    weight: readShare([...path, 'split', index, 'weight'], reader),
  }))
  const total = split.reduce((sum, { weight }) => sum + weight, 0)
  if (total !== FULL_SHARE) {
    reader.report({
      code: 'wrong-weights',
      message: `the weights of rule \`${written.name}\` add up to ${formatShare(total)}, not to 100`,
      hint: `weights are percentages; ${formatShare(Math.abs(FULL_SHARE - total))} ${total < FULL_SHARE ? 'is missing' : 'is too much'}`,
      path: [...path, 'split'],
    })
  }
  split.forEach(({ variant }, index) => {
    if (split.findIndex((other) => other.variant === variant) === index) return
    reader.report({
      code: 'repeated-name',
      message: `the split of rule \`${written.name}\` lists variant \`${variant}\` twice`,
      hint: 'add the weights up in one entry',
      path: [...path, 'split', index, 'variant'],
    })
  })
  return { split }
}

function readShare(path: DocumentPath, reader: DocumentReader): Share {
  const text = reader.places.textAt(path) ?? ''
  const share = parseShare(text)
  if (share !== undefined) return share
  reader.report({
    code: 'inexact-share',
    message: `${text} % has more than three decimals, and shares are held in thousandths of a percent`,
    hint: `write ${Number(text).toFixed(3)}`,
    path,
  })
  return 0
}

function parseDuring(
  written: { readonly from?: string; readonly until?: string },
  path: DocumentPath,
  reader: DocumentReader,
): During {
  const from = readInstant(written.from, [...path, 'from'], reader)
  const until = readInstant(written.until, [...path, 'until'], reader)
  if (from !== undefined && until !== undefined && from >= until) {
    reader.report({
      code: 'empty-during',
      message: `\`during\` ends (${String(written.until)}) before it begins (${String(written.from)})`,
      hint: '`until` is later than `from`',
      path: [...path, 'until'],
    })
  }
  return defined({ from, until })
}

/** Milliseconds since the epoch; what is no moment is reported and left out. */
export function readInstant(
  written: string | undefined,
  path: DocumentPath,
  reader: DocumentReader,
): number | undefined {
  if (written === undefined) return undefined
  const ms = parseInstant(written)
  if (ms === undefined) {
    reader.report({
      code: 'no-such-moment',
      message: `there is no moment \`${written}\``,
      hint: 'look at the day of the month, the time and the zone',
      path,
    })
  }
  return ms
}

function reportRepeatedNames(
  rules: readonly WrittenRule[],
  path: DocumentPath,
  reader: DocumentReader,
): void {
  const seen = new Set<string>()
  rules.forEach(({ name }, index) => {
    if (seen.has(name)) {
      reader.report({
        code: 'repeated-name',
        message: `two rules are called \`${name}\`, so an evaluation could not say which one decided`,
        hint: 'give each rule a name of its own',
        path: [...path, index, 'name'],
      })
    }
    seen.add(name)
  })
}
