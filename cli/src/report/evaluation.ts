import type { FlagEvaluation } from '../evaluation/flag-evaluation.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

/** What the explanation names need not be said twice. */
const EXPLAINED: ReadonlySet<string> = new Set(['ruleName', 'prerequisite'])

/** The value first, then who decided and why. */
export function writeEvaluation(evaluation: FlagEvaluation, style: Style): string {
  const { flagKey, environment, evaluatedBy, value, variant, reason } = evaluation
  const metadata = Object.entries(evaluation.flagMetadata)
    .filter(([key]) => !EXPLAINED.has(key))
    .map(([key, held]): [string, string] => [printable(key), printable(String(held))])
  const rows: [string, string | undefined][] = [
    ['value', reason === 'ERROR' ? undefined : style.bold(printable(JSON.stringify(value)))],
    ['variant', variant && printable(variant)],
    ['reason', `${printable(reason)}  ${style.dim(printable(explain(evaluation)))}`],
    ...metadata,
  ]
  const shown = rows.filter((row): row is [string, string] => row[1] !== undefined)
  const width = shown.reduce((widest, [name]) => Math.max(widest, name.length), 0)
  const title = `${style.bold(printable(flagKey))} in ${printable(environment)} ${style.dim(`(${printable(evaluatedBy)})`)}`
  return `${title}\n\n${shown.map(([name, text]) => `  ${style.dim(name.padEnd(width))}  ${text}\n`).join('')}`
}

function explain({ reason, errorCode, errorMessage, flagMetadata }: FlagEvaluation): string {
  const { ruleName, override, prerequisite, bucketing } = flagMetadata
  if (reason === 'ERROR') return `${errorCode ?? 'GENERAL'}: ${errorMessage ?? 'no more is known'}`
  if (reason === 'DISABLED') return 'the flag is not enabled in this environment'
  if (prerequisite !== undefined) return `the prerequisite ${prerequisite} is not met: the default variant`
  if (reason === 'TARGETING_MATCH') return `rule ${ruleName ?? '?'} matched`
  if (reason === 'SPLIT') return `rule ${ruleName ?? '?'} matched, and the bucket of the subject decided`
  if (reason === 'STATIC' && override !== undefined) return "an operator's override decided"
  if (reason === 'STATIC') return 'the flag has no rules: its default variant'
  if (bucketing === 'NO_KEY')
    return 'no rule matched, one of them because the subject has no key: the default variant'
  return 'no rule matched: the default variant'
}
