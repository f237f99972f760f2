import { FULL_SHARE } from '../../../evaluation/flag-type.ts'
import { defined } from '../../defined.ts'
import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'
import { readAttributePath } from '../values/attribute-path.ts'
import { parseCondition } from '../values/condition.ts'
import { readInstant } from '../values/instant.ts'
import { reportRepeated } from '../values/report-repeated.ts'
import { formatShare, readShare } from '../values/share.ts'
import type { During, Rule, RuleOutcome, SlotReference, WeightedVariant } from './flag.ts'

export interface WrittenRule {
  readonly name: string
  readonly if?: string
  readonly during?: { readonly from?: string; readonly until?: string }
  readonly slot?: string
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
  reportRepeated(
    written.map(({ name }) => name),
    (name, index) => ({
      message: `two rules are called \`${name}\`, so an evaluation could not say which one decided`,
      hint: 'give each rule a name of its own',
      path: [...path, index, 'name'],
    }),
    reader,
  )
  return written.map((rule, index) => parseRule(rule, [...path, index], reader, seed))
}

function parseRule(written: WrittenRule, path: DocumentPath, reader: DocumentReader, seed: string): Rule {
  return defined({
    name: written.name,
    if: parseCondition(written.if, [...path, 'if'], reader),
    during: written.during && parseDuring(written.during, [...path, 'during'], reader),
    slot: written.slot === undefined ? undefined : parseSlot(written.slot),
    percent:
      (written.percent === undefined ? undefined : readShare([...path, 'percent'], reader)) ?? FULL_SHARE,
    by: readAttributePath(written.by, [...path, 'by'], reader),
    seed: written.seed ?? seed,
    outcome: parseOutcome(written, path, reader),
  })
}

function parseSlot(written: string): SlotReference {
  const [group = '', slot = ''] = written.split('/')
  return { group, slot }
}

function parseOutcome(written: WrittenRule, path: DocumentPath, reader: DocumentReader): RuleOutcome {
  if (written.serve !== undefined) return { serve: written.serve }
  const split = (written.split ?? []).map(({ variant }, index) => ({
    variant,
    weight: readShare([...path, 'split', index, 'weight'], reader) ?? Number.NaN,
  }))
  reportWrongTotal(written.name, split, path, reader)
  reportRepeated(
    split.map(({ variant }) => variant),
    (variant, index) => ({
      message: `the split of rule \`${written.name}\` lists variant \`${variant}\` twice`,
      hint: 'add the weights up in one entry',
      path: [...path, 'split', index, 'variant'],
    }),
    reader,
  )
  return { split }
}

/** Weights that are reported already make no total. */
function reportWrongTotal(
  rule: string,
  split: readonly WeightedVariant[],
  path: DocumentPath,
  reader: DocumentReader,
): void {
  const total = split.reduce((sum, { weight }) => sum + weight, 0)
  if (total === FULL_SHARE || Number.isNaN(total)) return
  const difference = formatShare(Math.abs(FULL_SHARE - total))
  reader.report({
    code: 'wrong-weights',
    message: `the weights of rule \`${rule}\` add up to ${formatShare(total)}, not to 100`,
    hint: `weights are percentages; ${difference} ${total < FULL_SHARE ? 'is missing' : 'is too much'}`,
    path: [...path, 'split'],
    atKey: true,
  })
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
      message: `\`during\` is empty: it ends (${String(written.until)}) no later than it begins (${String(written.from)})`,
      hint: '`until` is later than `from`',
      path: [...path, 'until'],
    })
  }
  return defined({ from, until })
}
