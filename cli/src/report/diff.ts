import type { ValueChange } from '@evenkeel/core/snapshot'
import type { EnvironmentDiff } from '../diff/diff-manifests.ts'
import type { ChangedThing, Comparison } from './changed-things.ts'
import { changedThings, findListChange, headline, REDRAWN, shortJson } from './changed-things.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

/** For people at a terminal. */
export function writeDiff({ from, to, environments }: Comparison, style: Style): string {
  const title = style.dim(`${printable(from)} → ${printable(to)}`)
  const quiet = environments.filter(({ change }) => change === 'none').map(({ environment }) => environment)
  const sections = environments
    .filter(({ change }) => change !== 'none')
    .map((environment) => writeEnvironment(environment, style))
  const unchanged = quiet.length === 0 ? [] : [`${style.dim(`unchanged: ${quiet.join(', ')}`)}\n`]
  return [`${title}\n`, ...sections, ...unchanged].join('\n')
}

function writeEnvironment(diff: EnvironmentDiff, style: Style): string {
  const things = changedThings(diff).map((thing) => writeThing(thing, style))
  return `${style.bold(diff.environment)} ${style.dim(`(${headline(diff)})`)}\n${things.join('')}`
}

function writeThing(thing: ChangedThing, style: Style): string {
  const { kind, name, change, details, redrawn, through } = thing
  const mark = { added: style.green('+'), removed: style.red('-'), changed: style.yellow('~') }[change]
  const what = kind === 'flag' ? name : `${kind} ${name}`
  const reached = through.length === 0 ? '' : style.dim(` through ${through.join(', ')}`)
  const changes = details.map((detail) => writeChange(detail, style))
  const warnings = redrawn.map((rule) => style.yellow(`rules.${printable(rule)} ${REDRAWN}`))
  const lines = [...changes, ...warnings].map((line) => `      ${line}\n`)
  return `  ${mark} ${what}${reached}\n${lines.join('')}`
}

function writeChange(change: ValueChange, style: Style): string {
  const { path, from, to } = change
  const name = printable(path)
  if (from === undefined) return `${name}  ${style.green(shortJson(to))} ${style.dim('added')}`
  if (to === undefined) return `${name}  ${style.red(shortJson(from))} ${style.dim('removed')}`
  const list = findListChange(change)
  if (list === undefined) return `${name}  ${style.red(shortJson(from))} → ${style.green(shortJson(to))}`
  const added = list.added.map((value) => style.green(`+${shortJson(value)}`))
  const removed = list.removed.map((value) => style.red(`-${shortJson(value)}`))
  return `${name}  ${[...removed, ...added].join(' ')}`
}
