import type { FlagChange, ValueChange } from '@evenkeel/core/snapshot'
import type { EnvironmentDiff } from '../diff/diff-manifests.ts'
import { plural } from './plural.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

export interface Comparison {
  readonly from: string
  readonly to: string
  readonly environments: readonly EnvironmentDiff[]
}

const MAX_VALUE_LENGTH = 72

/** For people at a terminal. */
export function writeDiff({ from, to, environments }: Comparison, style: Style): string {
  const title = style.dim(`${printable(from)} → ${printable(to)}`)
  const quiet = environments.filter(({ change }) => change === 'none').map(({ environment }) => environment)
  const sections = environments
    .filter(({ change }) => change !== 'none')
    .map((environment) => writeEnvironment(environment, style))
  const unchanged = quiet.length === 0 ? '' : `${style.dim(`unchanged: ${quiet.join(', ')}`)}\n`
  return [`${title}\n`, ...sections, unchanged].filter((part) => part !== '').join('\n')
}

function writeEnvironment(diff: EnvironmentDiff, style: Style): string {
  return `${style.bold(diff.environment)} ${style.dim(`(${headline(diff)})`)}\n${[
    ...diff.flags.map((flag) => writeFlag(flag, style)),
    ...diff.configs.map((config) => writeConfig(config, style)),
  ].join('')}`
}

/** `new environment, 2 flags and 1 config`. */
export function headline({ change, flags, configs }: EnvironmentDiff): string {
  if (change === 'removed') return 'removed: nothing is served here any more'
  const counts = [
    flags.length > 0 && plural(flags.length, 'flag'),
    configs.length > 0 && plural(configs.length, 'config value'),
  ].filter(Boolean)
  return [change === 'added' && 'new environment', counts.join(' and ')].filter(Boolean).join(': ')
}

function writeFlag({ key, change, details, through }: FlagChange, style: Style): string {
  const reached = through.length === 0 ? '' : style.dim(` through ${through.join(', ')}`)
  const lines = details.map((detail) => `      ${writeChange(detail, style)}\n`).join('')
  return `  ${mark(change, style)} ${key}${reached}\n${change === 'changed' ? lines : ''}`
}

function writeConfig(change: ValueChange, style: Style): string {
  const kind = change.from === undefined ? 'added' : change.to === undefined ? 'removed' : 'changed'
  return `  ${mark(kind, style)} config ${writeChange(change, style)}\n`
}

function mark(change: FlagChange['change'], style: Style): string {
  return { added: style.green('+'), removed: style.red('-'), changed: style.yellow('~') }[change]
}

function writeChange({ path, from, to }: ValueChange, style: Style): string {
  const name = printable(path)
  if (from === undefined) return `${name}  ${style.green(shortJson(to))}`
  if (to === undefined) return `${name}  ${style.red(shortJson(from))} ${style.dim('removed')}`
  return `${name}  ${style.red(shortJson(from))} → ${style.green(shortJson(to))}`
}

/** A value on one line, cut where it is long. */
export function shortJson(value: unknown): string {
  const text = printable(JSON.stringify(value))
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH - 1)}…`
}
