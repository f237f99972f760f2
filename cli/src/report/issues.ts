import type { Issue } from '@evenkeel/core/manifest'
import { codeFrame } from './code-frame.ts'
import { groupBy } from './group-by.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

export interface IssueReport {
  readonly issues: readonly Issue[]
  /** Text by the path that issues carry; an issue in a file that is not here is printed without its line. */
  readonly sources: ReadonlyMap<string, string>
  /** How a file is called from where the reader is. */
  readonly displayPath: (file: string) => string
}

/** For people: grouped by file, each issue with its place, its line, what is wrong and what to write instead. */
export function writeIssues(report: IssueReport, style: Style): string {
  const byFile = groupBy(report.issues, ({ file }) => file)
  return [...byFile]
    .map(([file, issues]) => {
      const name = printable(report.displayPath(file))
      const source = report.sources.get(file)
      const entries = issues.map((issue) => writeIssue(issue, { name, source, style }))
      return `${style.bold(name)}\n\n${entries.join('\n')}`
    })
    .join('\n')
}

interface Place {
  readonly name: string
  readonly source: string | undefined
  readonly style: Style
}

function writeIssue(issue: Issue, { name, source, style }: Place): string {
  const severity = issue.severity === 'error' ? style.red('error:') : style.yellow('warning:')
  const where = style.dim(`${name}:${issue.line}:${issue.column}`)
  const lines = [`${severity} ${style.bold(printable(issue.message))}`, `${where} ${style.dim(issue.code)}`]
  if (source !== undefined) lines.push('', ...codeFrame(source, issue, style))
  if (issue.hint !== undefined) lines.push('', `${style.cyan('hint:')} ${printable(issue.hint)}`)
  return lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('')
}
