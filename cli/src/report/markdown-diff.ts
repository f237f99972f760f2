import type { ValueChange } from '@evenkeel/core/snapshot'
import type { EnvironmentDiff } from '../diff/diff-manifests.ts'
import type { ChangedThing, Comparison } from './changed-things.ts'
import { changedThings, findListChange, headline, REDRAWN, shortJson } from './changed-things.ts'

/** For a comment on a pull request or a job's summary. */
export function writeMarkdownDiff({ from, to, environments }: Comparison): string {
  const changed = environments.filter(({ change }) => change !== 'none')
  const title = `### What changes from ${code(from)} to ${code(to)}\n`
  const sections = changed.map(writeEnvironment)
  const quiet = environments.filter(({ change }) => change === 'none').map(({ environment }) => environment)
  const unchanged = quiet.length === 0 ? [] : [`Unchanged: ${quiet.map(code).join(', ')}\n`]
  return [title, ...sections, ...unchanged].join('\n')
}

function writeEnvironment(diff: EnvironmentDiff): string {
  const title = `**${diff.environment}** (${headline(diff)})\n`
  const things = changedThings(diff).map(writeThing)
  return things.length === 0 ? title : `${title}\n${things.join('')}`
}

function writeThing({ kind, name, change, details, redrawn, through }: ChangedThing): string {
  const what = kind === 'flag' ? code(name) : `${kind} ${code(name)}`
  const verb = change === 'changed' ? '' : ` ${change}`
  const reached = through.length === 0 ? '' : ` through ${through.map(code).join(', ')}`
  const warnings = redrawn.map((rule) => `**${code(`rules.${rule}`)} ${REDRAWN}**`)
  const lines = [...details.map(writeChange), ...warnings].map((line) => `  - ${line}\n`)
  return `- ${what}${verb}${reached}\n${lines.join('')}`
}

function writeChange(change: ValueChange): string {
  const { path, from, to } = change
  if (from === undefined) return `${code(path)}: ${code(shortJson(to))} added`
  if (to === undefined) return `${code(path)}: ${code(shortJson(from))} removed`
  const list = findListChange(change)
  if (list === undefined) return `${code(path)}: ${code(shortJson(from))} → ${code(shortJson(to))}`
  const removed = list.removed.map((value) => `${code(shortJson(value))} removed`)
  const added = list.added.map((value) => `${code(shortJson(value))} added`)
  return `${code(path)}: ${[...removed, ...added].join(', ')}`
}

/** A code span, fenced by more backquotes than it holds. */
function code(text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0)
  const fence = '`'.repeat(longest + 1)
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}
