import type { FlagChange, ValueChange } from '@evenkeel/core/snapshot'
import type { EnvironmentDiff } from '../diff/diff-manifests.ts'
import type { Comparison } from './diff.ts'
import { headline, shortJson } from './diff.ts'

/** For a comment on a pull request or a job's summary. */
export function writeMarkdownDiff({ from, to, environments }: Comparison): string {
  const changed = environments.filter(({ change }) => change !== 'none')
  const title = `### What changes from ${code(from)} to ${code(to)}\n`
  const sections = changed.map(writeEnvironment)
  const quiet = environments
    .filter(({ change }) => change === 'none')
    .map(({ environment }) => code(environment))
  const unchanged = quiet.length === 0 ? [] : [`Unchanged: ${quiet.join(', ')}\n`]
  return [title, ...sections, ...unchanged].join('\n')
}

function writeEnvironment(diff: EnvironmentDiff): string {
  const lines = [
    ...diff.flags.map(writeFlag),
    ...diff.configs.map((config) => `- config ${writeChange(config)}\n`),
  ]
  const title = `**${diff.environment}** (${headline(diff)})\n`
  return lines.length === 0 ? title : `${title}\n${lines.join('')}`
}

function writeFlag({ key, change, details, through }: FlagChange): string {
  const reached = through.length === 0 ? '' : ` through ${through.map(code).join(', ')}`
  const what = change === 'changed' ? '' : ` ${change}`
  const below = change === 'changed' ? details.map((detail) => `  - ${writeChange(detail)}\n`).join('') : ''
  return `- ${code(key)}${what}${reached}\n${below}`
}

function writeChange({ path, from, to }: ValueChange): string {
  if (from === undefined) return `${code(path)}: ${code(shortJson(to))} added`
  if (to === undefined) return `${code(path)}: ${code(shortJson(from))} removed`
  return `${code(path)}: ${code(shortJson(from))} → ${code(shortJson(to))}`
}

/** A code span, fenced by more backquotes than it holds. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}
